/** The sources of quizzes: data/references.bib, which students can use in their papers. */

export interface Reference {
  readonly author: string;
  readonly title: string;
  /** Caches a text that does not change. */
  readonly year?: string;
  readonly url?: string;
}

const ENTRY = /@\w+\{([\w-]+),([\s\S]*?)\n\}/g;
const FIELD = /^\s*(\w+)\s*=\s*\{(.*)\},?$/gm;

/** Entries of BibTeX, each ended by a brace on a line of its own, each field on one line in braces. */
export function parseBib(source: string): ReadonlyMap<string, Reference> {
  return new Map(
    [...source.matchAll(ENTRY)].map(([, key, body]) => {
      const fields = new Map([...(body as string).matchAll(FIELD)].map(([, name, value]) => [name, value]));
      const field = (name: string) => (fields.get(name) ?? '').replace(/[{}]/g, '');
      const [year, url] = [field('year'), field('url')];
      return [
        key as string,
        { author: field('author'), title: field('title'), ...(year && { year }), ...(url && { url }) },
      ];
    }),
  );
}

/** A source as a line: `Xiao, Rasul, Vollgraf: Fashion-MNIST … (2017). https://…` */
export function referenceText({ author, title, year, url }: Reference): string {
  const names = author.split(' and ').map((one) => one.split(',')[0]);
  const dated = year === undefined ? title : `${title} (${year})`;
  return `${names.join(', ')}: ${dated}.${url === undefined ? '' : ` ${url}`}`;
}
