/** Every message with a number in it, said of 0, 1 and 2: "1 answers" and "2 epoch" are wrong in every place. */
import { describe, expect, it } from 'vitest';
import { catalogue, type MessageKey, type MessageParams, translate } from '../../src/i18n/i18n.ts';
import { leaves, PLURAL } from './messages.ts';

/** What our messages count, in the singular and then in all forms of the plural. */
const NOUNS: Readonly<Record<string, readonly string[]>> = {
  en: [
    ...['answer', 'blank', 'channel', 'character', 'condition', 'day', 'epoch', 'experiment', 'file'],
    ...[
      'image',
      'interval',
      'label',
      'line',
      'member',
      'message',
      'minute',
      'network',
      'operation',
      'option',
    ],
    ...['pair', 'pixel', 'point', 'prediction', 'problem', 'process', 'question', 'quiz', 'row', 'second'],
    ...['seed', 'step', 'student', 'teacher', 'test', 'time', 'variant', 'vote'],
  ]
    .map((noun) => `${noun} ${noun}${/s$/.test(noun) ? 'es' : noun === 'quiz' ? 'zes' : 's'}`)
    .concat('person people', 'one ones'),
  de: [
    ...['Antwort Antworten', 'Bild Bilder Bildern', 'Epoche Epochen', 'Experiment Experimente Experimenten'],
    ...['Frage Fragen', 'Intervall Intervalle Intervallen', 'Kanal Kanäle Kanälen', 'Lücke Lücken'],
    ...['Mitglied Mitglieder Mitgliedern', 'Nachricht Nachrichten', 'Netz Netze Netzen', 'Paar Paare Paaren'],
    ...[
      'Person Personen',
      'Problem Probleme Problemen',
      'Prozess Prozesse Prozessen',
      'Punkt Punkte Punkten',
    ],
    ...[
      'Prozentpunkt Prozentpunkte Prozentpunkten',
      'Schritt Schritte Schritten',
      'Seed Seeds',
      'Stelle Stellen',
    ],
    ...[
      'Tag Tage Tagen',
      'Testbild Testbilder Testbildern',
      'Trainingsbild Trainingsbilder Trainingsbildern',
    ],
    ...['Vorhersage Vorhersagen', 'Zeile Zeilen'],
  ],
};

/** Numbers of which there is never just one, by parameter or by message and parameter. */
const NEVER_ONE: Readonly<Record<string, string>> = {
  max: 'a limit of ours',
  least: 'the fewest people that anything is shown of',
  fewest: 'the fewest people that anything is shown of',
  needed: 'the fewest pairs of a verdict, which are 6',
  megapixels: 'too many, so above the limit',
  times: 'a quotient of two arms; 1 has a message of its own',
  difference: 'a difference, written with two decimals',
  low: 'a difference, written with two decimals',
  high: 'a difference, written with two decimals',
  margin: 'half a point',
  visible: 'a difference, written with at least one decimal',
  width: 'a width, written with one decimal',
  missed: 'a distance, written with at least one decimal',
  'experiment.verdict.helped pairs': 'a verdict has at least 6',
  'experiment.verdict.hurt pairs': 'a verdict has at least 6',
  'experiment.verdict.cannotTell pairs': 'a verdict has at least 6',
  'experiment.verdict.power pairs': 'a verdict has at least 6',
  'experiment.verdict.next pairs': 'a verdict has at least 6',
  'experiment.verdict.test images': 'the size of a test set',
  'experiment.verdict.full images': 'all images of a training part',
  'experiment.progress.label total': 'one reduced and one augmented network at least',
  'experiment.chart.band count': 'one seed has a message of its own',
  'experiment.answers.pairs all': 'said of several only',
  'demonstration.differs points': 'a difference, written with at least one decimal',
  'op.measured labelPoints': 'has no noun of its own',
  'quiz.history.stepsWhy full': 'more than reduced takes',
  'prediction.held count': 'at least as many as anything is shown of',
  'prediction.said.augmented count': 'at least as many as anything is shown of',
  'prediction.said.reduced count': 'at least as many as anything is shown of',
  'prediction.said.neither count': 'at least as many as anything is shown of',
  'prediction.button.see seeds': 'twice what a verdict needs',
  'augment.preview.footer width': 'pixels of an image',
  'augment.preview.footer height': 'pixels of an image',
  'augment.preview.square side': 'pixels of an image',
  'picture.tooWide width': 'too many, so above the limit',
  'picture.tooWide height': 'too many, so above the limit',
  'policy.tooLong length': 'too many, so above the limit',
};

/** A word that may stand between a number and what is counted, such as "new" or "training". */
const BETWEEN = String.raw`(?:(?!of|for|in|to|the|an?|at|with|from|and|or|von|für|in|im|aus|der|die|das|mit|und)[\p{Ll}-]+ )?`;

const formsOf = (locale: string) => (NOUNS[locale] ?? []).map((forms) => forms.split(' '));
const oneOf = (words: readonly string[]) => `(?<found>${words.join('|')})(?![\\p{L}-])`;

/** The wrong phrases of a sentence, e.g. "1 answers". */
function wrongIn(sentence: string, locale: string): string[] {
  const forms = formsOf(locale);
  const ones = new RegExp(
    String.raw`(?<![\p{N}.,/])1 ${BETWEEN}${oneOf(forms.flatMap(([, ...many]) => many))}`,
    'gu',
  );
  const others = new RegExp(
    String.raw`(?<![\p{N}.,/])[02] ${BETWEEN}${oneOf(forms.map(([one]) => one!))}`,
    'gu',
  );
  return [ones, others].flatMap((pattern) => [...sentence.matchAll(pattern)].map(([phrase]) => phrase));
}

const parametersOf = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!);

/** The message where all of its numbers are `n`, but for those that never are so small. */
function said(locale: string, key: string, names: readonly string[], n: number): string {
  const isNever = (name: string) => NEVER_ONE[name] ?? NEVER_ONE[`${key} ${name}`];
  const params: MessageParams = Object.fromEntries(
    [...names, 'count'].map((name) => [name, isNever(name) ? 7 : n]),
  );
  return translate(locale)(key as MessageKey, params);
}

/** By key: the parameters of all forms. */
function messagesOf(locale: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [name, text] of leaves(catalogue(locale))) {
    const key = name.replace(PLURAL, '');
    found.set(key, [...new Set([...(found.get(key) ?? []), ...parametersOf(text)])]);
  }
  return found;
}

const counted = (locale: string) => [...messagesOf(locale)].filter(([, names]) => names.length > 0);

describe.each(['en', 'de'])('in %s', (locale) => {
  it.each([0, 1, 2])('%i of something is said rightly in every message', (n) => {
    const wrong = counted(locale).flatMap(([key, names]) =>
      wrongIn(said(locale, key, names, n), locale).map((phrase) => `${key}: ${phrase}`),
    );
    expect(wrong).toEqual([]);
  });

  it('what is counted has forms for one and for more', () => {
    const texts = new Map(leaves(catalogue(locale)));
    const noun = locale === 'de' ? String.raw`(?:\p{Ll}+ )?\p{Lu}\p{Ll}+` : String.raw`(?:\p{Ll}+ )?\p{Ll}+s`;
    const follows = new RegExp(String.raw`\{\{count\}\} ${noun}(?!\p{L})`, 'u');
    const without = [...texts].filter(
      ([key, text]) => follows.test(text) && !PLURAL.test(key) && !(`${key} count` in NEVER_ONE),
    );
    expect(without.map(([key]) => key)).toEqual([]);
  });
});

it('in Korean a sentence is the same for every number', () => {
  // Numbers that are in no message, and end in the same sound: particles follow it.
  const different = counted('ko').filter(
    ([key, names]) =>
      new Set([4101, 4107, 4108].map((n) => said('ko', key, names, n).replaceAll(/4[,.]?10[178]/g, '#')))
        .size > 1,
  );
  expect(different.map(([key]) => key)).toEqual([]);
});

it('finds what is wrong', () => {
  expect(
    wrongIn('You gave 1 answers in 2 new row, 0 people, 1 of 2 points, 21 seeds, 1.0 points.', 'en'),
  ).toEqual(['1 answers', '2 new row']);
  expect(wrongIn('1 Epochen, 2 Paar, 1 neue Nachricht, 2 neue Nachricht, von 1 Netz', 'de')).toEqual([
    '1 Epochen',
    '2 Paar',
    '2 neue Nachricht',
  ]);
});

it('makes no exception for what is not there', () => {
  const all = messagesOf('en');
  const names = new Set([...all.values()].flat());
  const isThere = (exception: string) => {
    const [key, name] = exception.split(' ');
    return name === undefined ? names.has(key!) : (all.get(key!)?.includes(name) ?? false);
  };
  expect(Object.keys(NEVER_ONE).filter((exception) => !isThere(exception))).toEqual([]);
});
