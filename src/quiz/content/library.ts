/** The quizzes that come with Augie, and their sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseBib, type Reference } from '../../references/references.ts';
import { type Checked, checkQuiz } from './authoring.ts';
import type { Quiz } from './quiz.ts';

export interface Library {
  /** The names of all of them. */
  names(): readonly string[];
  get(name: string): Quiz | undefined;
  /** A source by its key in references.bib. */
  reference(key: string): Reference | undefined;
  /** Checks a quiz that somebody wrote. */
  check(source: string): Checked;
}

/**
 * The quizzes of a data folder, each a YAML file in quizzes/, and references.bib; read when first needed. Throws
 * if one is broken.
 */
export function createLibrary(folder: string): Library {
  const references = once(() => parseBib(readFileSync(join(folder, 'references.bib'), 'utf8')));
  const check = (source: string) => checkQuiz(source, (key) => references().has(key));
  const all = once(
    () =>
      new Map(
        readdirSync(join(folder, 'quizzes'))
          .filter((file) => file.endsWith('.yaml'))
          .sort()
          .map((file) => [file.slice(0, -'.yaml'.length), load(join(folder, 'quizzes', file), check)]),
      ),
  );
  return {
    names: () => [...all().keys()],
    get: (name) => all().get(name),
    reference: (key) => references().get(key),
    check,
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function load(file: string, check: Library['check']): Quiz {
  const checked = check(readFileSync(file, 'utf8'));
  if ('quiz' in checked) return checked.quiz;
  const said = checked.problems.map(({ line, key, params }) => `${line}: ${key} ${JSON.stringify(params)}`);
  throw new Error(`${file} is broken:\n${said.join('\n')}`);
}
