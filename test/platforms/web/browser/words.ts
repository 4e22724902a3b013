/** What a page says that it should say in another language. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

interface Tree {
  readonly [key: string]: string | Tree;
}

const flat = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  );

const read = (locale: string) =>
  new Map(flat(JSON.parse(readFileSync(`src/i18n/${locale}.json`, 'utf8')) as Tree));

/** Texts and labels of the page, those of others' cards left out, that are a sentence of the English catalogue. */
export async function leftInEnglish(page: Page, locale: string): Promise<string[]> {
  const [english, other] = [read('en'), read(locale)];
  const same = new Set(other.values());
  const sentences = [...english]
    .filter(([key, sentence]) => other.get(key) !== sentence && !same.has(sentence))
    .filter(([, sentence]) => /[a-z]{3}/i.test(sentence.replace(/\{\{\w+\}\}/g, '')))
    .map(([, sentence]) => {
      const parts = sentence.split(/\{\{\w+\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      return new RegExp(`^${parts.join('.+')}$`, 's');
    });
  const shown = await page.evaluate(
    (lang) => {
      const found: string[] = [document.title];
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const element = node instanceof Element ? node : node.parentElement!;
        // What others asked for in English stays as it is, and so do names, and what people typed.
        const own = element.closest('[lang]')?.getAttribute('lang') === lang;
        if (!own || element.closest('code, b, option, h1')) continue;
        if (node instanceof Element) {
          for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
            found.push(node.getAttribute(name) ?? '');
        } else found.push(node.textContent ?? '');
      }
      return found.map((text) => text.trim()).filter((text) => text !== '');
    },
    await page.locator('html').getAttribute('lang'),
  );
  return shown.filter((text) => sentences.some((sentence) => sentence.test(text)));
}
