/** German texts, of messages and of our quizzes: what a reader of German stumbles over. */
import { expect, it } from 'vitest';
import { catalogue } from '../../src/i18n/i18n.ts';
import { createLibrary } from '../../src/quiz/content/library.ts';

/** Every text, by the way to it. */
function texts(value: unknown, path: string): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

const library = createLibrary('data');
const all = [
  ...texts(catalogue('de'), 'message'),
  ...library
    .names()
    .flatMap((name) => texts(library.get(name), name))
    .filter(([path]) => path.endsWith('.de')),
];

const withThe = (wrong: RegExp, except: readonly string[] = []) =>
  all.filter(([path, text]) => wrong.test(text) && !except.includes(path));

it('are found', () => expect(all.length).toBeGreaterThan(1000));

it('keep a number with its unit', () => {
  expect(withThe(/(?:\d|\}\}) (?:%|(?:MB|kB|px|s|min|h)(?![\wäöüß]))|z\. ?B\./)).toEqual([]);
});

it('have German quotation marks, each of which is closed', () => {
  // A command in a terminal has the terminal's own.
  expect(withThe(/["”]/, ['message.shell.usage'])).toEqual([]);
  expect(all.filter(([, text]) => text.split('„').length !== text.split('“').length)).toEqual([]);
});

it('have a decimal comma in what is not typed', () => {
  expect(withThe(/(?<![\w.(@:=-])\d\.\d+(?= (?:Prozent|Grad|Punkte|Drehungen|%))/)).toEqual([]);
});

it('have one word for one thing', () => {
  const others =
    /Schaltfläche|Computer|Testsatz|Testdaten|Vorgabe|Startwert|\bArme?s?\b|Mich vergessen|Bildschirmausschnitt|Schick|schick(?!t)/;
  expect(withThe(others)).toEqual([]);
});

it('say du, and never Sie', () => {
  expect(withThe(/en Sie\b|\bIhnen\b/)).toEqual([]);
});
