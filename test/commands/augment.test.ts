/** /augment as a class sees it: true to the pixel, honest in words. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { compilePolicy } from '../../src/augment/augmenter.ts';
import { operations } from '../../src/augment/catalog.ts';
import { policyNotes } from '../../src/augment/notes.ts';
import { knownOperation, parsePolicy } from '../../src/augment/policy.ts';
import { palettes } from '../../src/charts/theme.ts';
import type { Card } from '../../src/chat/card.ts';
import { locales, translate } from '../../src/i18n/i18n.ts';
import { contactSheet } from '../../src/images/contact-sheet.ts';
import { decodePicture } from '../../src/images/decode.ts';
import { openBackend } from '../../src/training/backend.ts';
import { denseLearner } from '../../src/training/learners.ts';
import { fitTrial } from '../../src/training/trainer.ts';
import { ours, small } from '../datasets/catalogs.ts';
import { asRgb, readSheet } from '../images/read-sheet.ts';
import { deleteFolder, newFolder } from '../test-app.ts';
import { trialOn } from '../training/trials.ts';
import { useTestApp } from '../use-test-app.ts';
import '../training/compare-bytes.ts';

const testApp = useTestApp();
const files = newFolder();
afterAll(() => deleteFolder(files));

const frame = palettes.light.grid;
const sheetOf = (card: Card): Promise<Uint8Array> => {
  const picture = card.blocks.find((block) => block.type === 'picture');
  if (picture?.type !== 'picture' || !('sheet' in picture)) throw new Error('no contact sheet');
  return contactSheet(picture.sheet);
};
const toBytes = (shares: Float32Array) => Uint8ClampedArray.from(shares, (share) => 255 * share);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** What the trainer gives to TensorFlow, epoch by epoch, as bytes of RGB. */
async function fedByTheTrainer(policy: string, seed: number, epochs: number): Promise<Set<string>[]> {
  const dataset = await small.load('fashion-mnist');
  const backend = await openBackend('wasm');
  const BATCH = 10;
  const fed: Set<string>[] = [];
  const tensor2d: typeof backend.tf.tensor2d = (values, shape, ...rest) => {
    if (shape?.[0] === BATCH && shape[1] === 784) {
      const pictures = Array.from({ length: BATCH }, (_, i) =>
        hex(asRgb(toBytes((values as Float32Array).subarray(784 * i, 784 * (i + 1))))),
      );
      fed.push(new Set(pictures));
    }
    return backend.tf.tensor2d(values, shape, ...rest);
  };
  const watched = { ...backend, tf: { ...backend.tf, tensor2d } };
  // One picture of each label, and so one batch an epoch.
  const trial = trialOn(dataset, backend, { policy, seed, epochs, batch: BATCH, fraction: 0.0125 });
  // On wasm the mlp reads the augmenter's pixels where tests cannot see them; the numbers are the same.
  await fitTrial(watched, dataset, trial, { onEpoch() {}, learner: denseLearner });
  // After the epochs the same images come once more, as they are: they are classified.
  return fed.slice(0, epochs);
}

describe('the pixels', () => {
  test.each([
    ['flip + rotate(0.04) + shift(0.07)', 1],
    ['noise(0.1) + erase@1 + zoom(0.2)', 3],
  ])('are those that the trainer feeds: %s, seed %i', async (policy, seed) => {
    const fed = await fedByTheTrainer(policy, seed, 3);
    expect(fed.map(({ size }) => size)).toEqual([10, 10, 10]);
    const { card } = await testApp.say(`/augment preview policy:${policy} seed:${seed}`);
    const found = await readSheet(await sheetOf(card()), { side: 28, times: 9, frame });
    expect(found).toHaveLength(12);
    for (const [i, { bytes }] of found.entries())
      if (i % 4 > 0) expect(fed[(i % 4) - 1]!.has(hex(bytes)), `picture ${i}`).toBe(true);
    expect(new Set(found.map(({ bytes }) => hex(bytes))).size).toBe(12);
  });

  test('of photos go through the same operations in colour', async () => {
    const policy = 'hue(0.5) + saturation(0.2..0.8) + rotate(0.04)';
    const said = await testApp.say(`/augment preview dataset:photos label:flower policy:${policy} count:3`);
    const [original, ...variants] = await readSheet(await sheetOf(said.card()), {
      side: 128,
      times: 2,
      frame,
    });
    const photo = await decodePicture(readFileSync('data/photos/flower.jpg'), 128);
    expect(original!.bytes).toEqual(photo.data);
    const pixels = new Uint8Array(3 * photo.data.length);
    pixels.set(photo.data, 2 * photo.data.length);
    const augmenter = compilePolicy(parsePolicy(policy), 1, { width: 128, height: 128, channels: 3 });
    const out = new Float32Array(photo.data.length);
    expect(variants).toHaveLength(3);
    for (const [i, { bytes }] of variants.entries()) {
      augmenter.write(pixels, Int32Array.of(2), i + 1, out);
      expect(bytes).toEqual(Uint8Array.from(toBytes(out)));
    }
    expect(said.text()).toContain('vultilion (CC BY 2.0)');
  });

  test('are the same for the same seed and others for another', async () => {
    const sheets = await Promise.all(
      [1, 1, 2].map(async (seed) =>
        hex(await sheetOf((await testApp.say(`/augment preview seed:${seed}`)).card())),
      ),
    );
    expect(sheets[0]).toBe(sheets[1]);
    expect(sheets[0]).not.toBe(sheets[2]);
  });
});

describe('how much is shown', () => {
  const pictures = async (options: string) => {
    const { card } = await testApp.say(`/augment preview policy:flip@1 ${options}`);
    return (await readSheet(await sheetOf(card()), { side: 28, times: 9, frame })).length;
  };

  test.each([
    ['', 3 * 4],
    ['label:bag', 3 * 4],
    ['count:1', 3 * 2],
    ['count:4', 2 * 5],
    ['count:9', 10],
  ])('%s', async (options, expected) => {
    expect(await pictures(options)).toBe(expected);
  });

  test('no more photos than fit', async () => {
    const said = await testApp.say('/augment preview dataset:photos policy:flip@1 count:9');
    expect(await readSheet(await sheetOf(said.card()), { side: 128, times: 2, frame })).toHaveLength(10);
  });

  test('only pictures of the label, whichever part of its name is given', async () => {
    const said = await testApp.say('/augment preview label:boot');
    const { alt } = said.card().blocks.find((block) => block.type === 'picture')!;
    expect(alt.match(/Ankle boot:/g)).toHaveLength(3);
    expect(alt).toMatch(/shift [\d.]+ px/);
    expect(said.text()).toContain('/experiment run dataset:fashion-mnist policy:');
  });
});

describe('what is said', () => {
  test.each(locales)('an operation that does nothing, or too much, in %s', async (locale) => {
    const said = await testApp.say('/augment preview policy:hue(0.2) + crop(0.08) + shift(0.33)', { locale });
    const tones = said.card().blocks.flatMap((block) => (block.type === 'text' ? [block.tone] : []));
    // Where everything is bold, nothing is.
    expect(tones.filter((tone) => tone !== 'quiet')).toEqual(['strong', 'plain', 'plain']);
    expect(said.text()).not.toMatch(/augment\.|op\./);
  });

  test('a grey photo that is stored in colours has no colours to change', async () => {
    const file = join(files, 'grey photo.png');
    const grey = sharp(readFileSync('data/photos/coffee.png')).greyscale().toColourspace('srgb');
    writeFileSync(file, await grey.png().toBuffer());
    const note = 'hue changes nothing here';
    expect((await testApp.say(`/augment preview image:${file} policy:hue(0.2)`)).text()).toContain(note);
    const coloured = await testApp.say('/augment preview image:data/photos/coffee.png policy:hue(0.2)');
    expect(coloured.text()).not.toContain(note);
    expect(await readSheet(await sheetOf(coloured.card()), { side: 128, times: 2, frame })).toHaveLength(10);
  });

  test('its option had another name, which is still understood, also by a button that was registered then', async () => {
    const card = await testApp.say('/augment preview picture:data/photos/coffee.png count:1');
    expect(card.card().title).toContain('Your image');
    const answers: Card[] = [];
    const outcome = await testApp.app.dispatch(
      {
        person: { id: 'test:kim', name: 'kim', teacher: false },
        place: { platform: 'test', channel: 'class' },
        input: { command: 'augment preview', options: { picture: 'data/photos/coffee.png' } },
      },
      async (card) => {
        answers.push(card);
        return { platform: 'test', channel: 'class', message: '1' };
      },
      { readPicture: async (file) => readFileSync(file) },
    );
    expect([outcome.kind, answers[0]?.title]).toEqual(['answered', expect.stringContaining('Your image')]);
    expect((await testApp.say('/help augment preview')).text()).not.toMatch(/^picture/m);
  });

  test.each([
    ['label:hat', 'label cannot be “hat”. Choose one of: T-shirt/top, Trouser'],
    ['label:s', 'label cannot be “s”.'],
    ['label:sneeker', 'Did you mean Sneaker?'],
    ['dataset:photos label:dog', 'Choose one of: cat, coffee, flower'],
    ['policy:none', 'Without an operation there is nothing to see'],
    ['policy:rotat(0.1)', 'Did you mean “rotate”?'],
    ['count:10', 'Choose a number from 1 to 9'],
    ['image:nowhere.png', 'There is no file nowhere.png'],
    ['image:package.json', 'This is not a JPEG, PNG or WebP image'],
    ['image:data/photos/coffee.png label:bag', 'image and label cannot be used together'],
    ['dataset:photos image:data/photos/coffee.png', 'image and dataset cannot be used together'],
  ])('%s', async (options, sentence) => {
    const said = await testApp.say(`/augment preview ${options}`);
    expect(said.outcome.kind).toBe('mistake');
    expect(said.text()).toContain(sentence);
  });

  test('a place that takes no pictures does not read files', async () => {
    const answers: Card[] = [];
    await testApp.app.dispatch(
      {
        person: { id: 'test:kim', name: 'kim', teacher: false },
        place: { platform: 'test', channel: 'class' },
        input: { text: '/augment preview image:data/photos/coffee.png' },
      },
      async (card) => {
        answers.push(card);
        return { platform: 'test', channel: 'class', message: '1' };
      },
    );
    expect(answers).toMatchObject([{ trouble: 'mistake' }]);
  });
});

/** What is said of an operation's example on Fashion-MNIST. */
const exampleNotes = (op: string) =>
  policyNotes(parsePolicy(knownOperation(op).example), ours.info('fashion-mnist'));

test.each(locales)('the list names every operation, its range and what it does, in %s', async (locale) => {
  for (const dataset of ['fashion-mnist', 'photos']) {
    const said = await testApp.say(`/augment list dataset:${dataset}`, { locale });
    const [short, folded] = said.card().blocks.filter((block) => block.type === 'fields');
    const fields = short?.fields ?? [];
    expect(fields.map(({ label }) => label.match(/^\w+/)![0])).toEqual(operations.map(({ name }) => name));
    expect(fields.find(({ label }) => label.startsWith('rotate'))!.label).toBe(
      'rotate(factor=-1..1, fill=constant|nearest|reflect|wrap)',
    );
    for (const { label, value } of fields) {
      expect(value, label).not.toMatch(/^op\./);
      expect(value.length, value).toBeLessThan(150);
      expect(value, label).toMatch(/[.]$/);
      const more = folded?.fields.find((one) => one.label === label)?.value ?? '';
      expect(more.includes('Fashion-MNIST: '), label).toBe(exampleNotes(label.match(/^\w+/)![0]).length > 0);
    }
    expect(folded?.details).toBe(translate(locale)('augment.list.details'));
    expect(folded?.fields.some(({ value }) => value.includes('Keras'))).toBe(true);
  }
});

test('the list shows each operation before and after', async () => {
  const sheet = await sheetOf((await testApp.say('/augment list')).card());
  const found = await readSheet(sheet, { side: 28, times: 4, frame });
  expect(found).toHaveLength(2 * operations.length);
  for (const [i, { name }] of operations.entries()) {
    const changed = hex(found[2 * i]!.bytes) !== hex(found[2 * i + 1]!.bytes);
    expect(changed, name).toBe(!exampleNotes(name).some(({ kind }) => kind === 'noEffect'));
  }
});
