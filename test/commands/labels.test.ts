/** What networks answered, as a class sees it: examples on a finished card, /experiment labels, and the CSV of all answers. */
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { compilePolicy } from '../../src/augment/augmenter.ts';
import { parsePolicy } from '../../src/augment/policy.ts';
import { palettes } from '../../src/charts/theme.ts';
import type { Block, Card } from '../../src/chat/card.ts';
import type { Pictures } from '../../src/datasets/dataset.ts';
import { type ContactSheet, contactSheet } from '../../src/images/contact-sheet.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { small } from '../datasets/catalogs.ts';
import { asRgb, readSheet } from '../images/read-sheet.ts';
import '../training/compare-bytes.ts';
import { plainText, type Said } from '../test-app.ts';
import { useTestApp } from '../use-test-app.ts';

const testApp = useTestApp();
const { info } = small;
const { labels: names } = info('fashion-mnist');
const MOVED = 'shift(0.142857)';

let done: Said;
let test: Pictures;
/** The lines of the CSV of all answers, as numbers, by column. */
let answers: Map<string, number[]>;

const fileOf = (card: Card, name: string): string => {
  const file = card.blocks.find((block) => block.type === 'file' && block.name === name);
  if (file?.type !== 'file') throw new Error(`no ${name} in ${plainText(card)}`);
  return file.content;
};
const linesOf = (csv: string) =>
  csv
    .replace(/^\ufeff/, '')
    .split('\r\n')
    .slice(0, -1);

beforeAll(async () => {
  ({ test } = await small.load('fashion-mnist'));
  done = await testApp.finish(
    '/experiment run fraction:0.1 batch:20 epochs:6 seeds:2 full:1 policy:shift(0.1)',
  );
  const { card } = await testApp.say('/experiment export what:predictions');
  const [header = '', ...lines] = linesOf(fileOf(card(), 'experiment-1-predictions.csv'));
  const rows = lines.map((line) => line.split(',').map(Number));
  answers = new Map(header.split(',').map((name, column) => [name, rows.map((row) => row[column]!)]));
});

/** The only sheet of images of a card, and what is read out of it. */
async function sheetOf(card: Card) {
  const sheet = card.blocks.find(
    (block): block is Extract<Block, { type: 'picture' }> & { sheet: ContactSheet } =>
      block.type === 'picture' && 'sheet' in block,
  );
  if (!sheet) throw new Error(`no sheet in ${plainText(card)}`);
  const found = await readSheet(await contactSheet(sheet.sheet), {
    side: 28,
    times: 9,
    frame: palettes.light.grid,
  });
  return { alt: sheet.alt, images: found.map(({ bytes }) => bytes) };
}

/** A test image as `policy` moves it, with the seed of the moved test and as bytes. */
function moved(image: number, policy: string): Uint8Array {
  const shares = new Float32Array(28 * 28);
  compilePolicy(parsePolicy(policy), 0, info('fashion-mnist')).write(
    test.pixels,
    Int32Array.of(image),
    0,
    shares,
  );
  return asRgb(Array.from(shares, (share) => Math.round(255 * share)));
}

/** An answer as a caption says it. */
const said = (arm: 'Reduced' | 'Augmented', answer: number, label: number) =>
  `${arm}: ${names[answer]} (${answer === label ? 'right' : 'wrong'})`;

it('exports an answer for each image, network and test, of which the accuracies come out', async () => {
  expect(answers.get('index')).toEqual([...test.labels.keys()]);
  expect(answers.get('label')).toEqual([...test.labels]);
  const networks = ['full_1', 'reduced_1', 'augmented_1', 'reduced_2', 'augmented_2'];
  const columns = networks.flatMap((network) => [`${network}_clean`, `${network}_moved`]);
  expect([...answers.keys()].slice(2).sort()).toEqual(columns.sort());

  const exported = (await testApp.say('/experiment export')).card();
  const [header = '', ...lines] = linesOf(fileOf(exported, 'experiment-1.csv'));
  const last = lines.map((line) => line.split(',')).filter((cells) => cells.at(-1) !== '');
  const cell = (cells: readonly string[], name: string) => cells[header.split(',').indexOf(name)];
  expect(last).toHaveLength(networks.length);
  for (const cells of last)
    for (const [column, measure] of [
      ['test_accuracy', 'clean'],
      ['moved_accuracy', 'moved'],
    ] as const) {
      const given = answers.get(`${cell(cells, 'arm')}_${cell(cells, 'seed')}_${measure}`)!;
      const right = given.filter((answer, image) => answer === test.labels[image]).length;
      expect(Number(cell(cells, column))).toBeCloseTo(right / test.labels.length, 10);
    }
  const legend = (await testApp.say('/experiment export what:predictions')).card();
  expect(linesOf(fileOf(legend, 'experiment-1-labels.csv'))).toEqual([
    'label,name',
    ...names.map((name, label) => `${label},${name}`),
  ]);
});

it('ends with eight moved test images, each the first of its label, and what the first pair answered', async () => {
  const { alt, images } = await sheetOf(done.card());
  const first = names.map((_, label) => test.labels.indexOf(label)).sort((a, b) => a - b);
  const shown = first.slice(0, 8);
  expect(images).toEqual(shown.map((image) => moved(image, MOVED)));
  const lines = shown.map((image) => {
    const label = test.labels[image]!;
    const line = (arm: 'Reduced' | 'Augmented') =>
      said(arm, answers.get(`${arm.toLowerCase()}_1_moved`)![image]!, label);
    return `${names[label]}: ${line('Reduced')}, ${line('Augmented')}.`;
  });
  expect(alt).toContain(`without looking at the answers; networks of seed 1. ${lines.join(' ')}`);
  expect(alt).toMatch(/\(right\).*\(wrong\)|\(wrong\).*\(right\)/);
  // What is edited often is drawn without reading images.
  const live = done.message.cards.slice(0, -1).flatMap(({ blocks }) => blocks);
  expect(live.filter((block) => block.type === 'picture' && 'sheet' in block)).toEqual([]);
  expect((await testApp.say('/experiment show 1')).text()).toContain(lines[7]);
  expect((await testApp.say('experiment.run.more:1')).text()).not.toContain(lines[7]);
});

/** How many images of a label both networks of an arm give an answer. */
const count = (arm: string, measure: string, label: number, answer: number) =>
  [1, 2]
    .flatMap((seed) => answers.get(`${arm}_${seed}_${measure}`)!.filter((_, i) => test.labels[i] === label))
    .filter((given) => given === answer).length;

const tests = [
  ['moved', 'clean', MOVED],
  ['clean', 'moved', ''],
] as const;

it.each(tests)('tells what changed for each label on the %s test, beside the %s one', async (...on) => {
  expect(done.text()).toContain('[Per label] experiment.labels.moved:1');
  const [measure, other] = on;
  const text = (await testApp.say(`experiment.labels.${measure}:1`)).text();
  expect((await testApp.say(`/experiment labels 1 test:${measure}`)).text()).toBe(text);
  expect(text).toContain(`experiment.labels.${other}:1`);

  const change = (label: number, answer: number) =>
    count('augmented', measure, label, answer) - count('reduced', measure, label, answer);
  const changes = names.map((_, label) => change(label, label));
  const [, name, verb] = /images, “(.+?)” (gained|lost) most: /.exec(text) ?? [];
  const most = changes[names.indexOf(name!)]!;
  expect(Math.abs(most)).toBe(Math.max(...changes.map(Math.abs)));
  expect(verb).toBe(most > 0 ? 'gained' : 'lost');

  // Two networks, and 25 images of each label: an image is 2 %.
  const cells = (label: number, test: string) =>
    ['reduced', 'augmented'].map((arm) => (2 * count(arm, test, label, label)).toFixed(1)).join(' → ');
  for (const [label, row] of names.entries()) {
    const [, first, second] =
      new RegExp(`^${row} \\| (.+?) \\| .+? \\| (.+?) \\| .+?$`, 'm').exec(text) ?? [];
    expect([first, second]).toEqual([cells(label, measure), cells(label, other)]);
  }

  const [, of, before, taken, after] =
    /Of 25 images of “(.+?)”, reduced mistakes ([\d.]+) for “(.+?)”, augmented ([\d.]+)\.$/m.exec(text) ?? [];
  const [label, answer] = [names.indexOf(of!), names.indexOf(taken!)];
  const means = ['reduced', 'augmented'].map((arm) => count(arm, measure, label, answer) / 2);
  expect([before, after].map(Number)).toEqual(means);
  const confusions = names.flatMap((_, one) =>
    names.map((_, wrong) => (one === wrong ? 0 : Math.abs(change(one, wrong)))),
  );
  expect(Math.abs(change(label, answer))).toBe(Math.max(...confusions));
});

it.each(tests)('shows the %s test images whose answers changed in most pairs', async (measure, _, policy) => {
  const { alt, images } = await sheetOf((await testApp.say(`experiment.labels.${measure}:1`)).card());
  const [reduced, augmented] = ['reduced', 'augmented'].map((arm) =>
    [1, 2].map((seed) => answers.get(`${arm}_${seed}_${measure}`)!),
  ) as [number[][], number[][]];
  const isAlike = ([first, second]: number[][], image: number) => first![image] === second![image];
  const inBoth = [...test.labels.keys()]
    .filter((i) => isAlike(reduced, i) && isAlike(augmented, i) && reduced[0]![i] !== augmented[0]![i])
    .slice(0, 8);
  expect(inBoth.length).toBeGreaterThan(2);
  expect(images).toHaveLength(8);
  expect(images.slice(0, inBoth.length)).toEqual(inBoth.map((image) => moved(image, policy)));
  const lines = inBoth.map((image) => {
    const label = test.labels[image]!;
    const pair = `${said('Reduced', reduced[0]![image]!, label)}, ${said('Augmented', augmented[0]![image]!, label)}`;
    return `${names[label]}: ${pair}, in 2 of 2 pairs.`;
  });
  expect(alt).toContain(`order in the test set. ${lines.join(' ')}`);
});

it('is told in Korean and German', async () => {
  expect((await testApp.say('/experiment labels 1', { locale: 'ko' })).text()).toMatch(
    /레이블 \| 변형 테스트 \(%\) \| %p/,
  );
  expect((await testApp.say('/experiment labels 1', { locale: 'de' })).text()).toMatch(
    /(gewinnt|verliert) „.+“ am meisten/,
  );
});

it('has only the clean test where there is no moved one', async () => {
  const plain = await testApp.finish(
    '/experiment run fraction:0.1 batch:20 epochs:6 seeds:1 full:0 policy:shift(0.1) test:none',
  );
  const { alt } = await sheetOf(plain.card());
  expect(alt).toContain('Test images and the answers of two networks');
  const id = /Experiment (\d+)/.exec(plain.text())?.[1];
  const text = (await testApp.say(`/experiment labels ${id}`)).text();
  expect(text).toContain('On clean test images');
  expect(text).not.toContain('Moved test');
});

it('says what it costs to get answers of networks that were dropped before they were scored', async () => {
  const db = openSqlite(join(testApp.folder, 'augie.db'));
  db.exec(
    'DELETE FROM scores; DELETE FROM networks; UPDATE trials SET checkpoint = NULL, checkpoint_epoch = NULL',
  );
  db.close();
  const text = (await testApp.say('/experiment labels 1')).text();
  expect(text).toContain('No pair is finished yet.');
  expect(text).toMatch(/4 networks have no answers yet.*Run the same experiment again.*about \d+ s/);
  expect((await testApp.say('experiment.labels.clean:1')).text()).toContain('On clean test images');
  const exported = (await testApp.say('/experiment export 1 what:predictions')).card();
  expect(plainText(exported)).toMatch(/5 networks have no answers yet/);
  const [header] = linesOf(fileOf(exported, 'experiment-1-predictions.csv'));
  expect(header).toMatch(/^index,label(,\w+_clean){5}$/);
});
