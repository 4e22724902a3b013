/** Applying policies: exact where nothing happens, one sampling for neighbouring moves, draws that never interfere. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../../src/augment/augmenter.ts';
import { operations } from '../../src/augment/catalog.ts';
import { parsePolicy } from '../../src/augment/policy.ts';
import type { PictureShape } from '../../src/datasets/dataset.ts';
import { locales, translate } from '../../src/i18n/i18n.ts';
import { draws } from '../../src/random/draws.ts';

const shape = { width: 9, height: 6, channels: 1 };
const SIZE = 54;
const COUNT = 40;
const pixels = Uint8Array.from({ length: COUNT * SIZE }, (_, i) => (i * 89 + 7) % 256);
const everything = Int32Array.from({ length: COUNT }, (_, i) => i);

/** All pictures under a policy, one array each. */
function augmented(policy: string, { seed = 1, epoch = 1, of = shape as PictureShape } = {}): Float32Array[] {
  const size = of.width * of.height * of.channels;
  const count = pixels.length / size;
  const out = new Float32Array(count * size);
  compilePolicy(parsePolicy(policy), seed, of).write(pixels, everything.subarray(0, count), epoch, out);
  return Array.from({ length: count }, (_, i) => out.slice(i * size, (i + 1) * size));
}
const plain = augmented('none');
const same = (a: Float32Array, b: Float32Array) => a.every((value, i) => value === b[i]);

describe('nothing drawn, nothing changed', () => {
  test('the empty policy gives bytes divided by 255', () => {
    expect(plain[3]).toEqual(Float32Array.from(pixels.subarray(3 * SIZE, 4 * SIZE), (byte) => byte / 255));
  });

  test.each(['flip@0', 'rotate(0)', 'shift(0)', 'erase@0', 'rotate(0, fill=wrap) + shift(0, fill=reflect)'])(
    '%s copies exactly',
    (policy) => {
      expect(augmented(policy)).toEqual(plain);
    },
  );
});

test('flip mirrors half of the pictures, flip@1 all of them', () => {
  const mirrored = plain.map((picture) => picture.map((_, i) => picture[i - (i % 9) + 8 - (i % 9)]!));
  expect(augmented('flip@1')).toEqual(mirrored);
  const some = augmented('flip');
  const flipped = some.filter((picture, i) => same(picture, mirrored[i]!)).length;
  expect(some.every((picture, i) => same(picture, plain[i]!) || same(picture, mirrored[i]!))).toBe(true);
  expect(flipped).toBeGreaterThan(COUNT / 4);
  expect(flipped).toBeLessThan((3 * COUNT) / 4);
  expect(augmented('flip@1 + flip@1')).toEqual(plain);
});

test('positive turns are counter-clockwise, positive shifts go down and right', () => {
  const square = { width: 3, height: 3, channels: 1 };
  const corner = Uint8Array.of(0, 0, 255, 0, 0, 0, 0, 0, 0); // top right
  const result = (policy: string) => {
    const out = new Float32Array(9);
    compilePolicy(parsePolicy(policy), 1, square).write(corner, Int32Array.of(0), 1, out);
    return Array.from(out, Math.round).indexOf(1);
  };
  expect(result('rotate(0.25..0.25)')).toBe(0); // top left
  expect(result('rotate(-0.25..-0.25)')).toBe(8); // bottom right
  expect(result('shift(0.3333333..0.3333333, width=0)')).toBe(5); // one down
  expect(result('shift(0, width=-0.3333333..-0.3333333)')).toBe(1); // one left
});

test('neighbouring moves are sampled once: a turn and its opposite restore the picture', () => {
  const there = 'rotate(0.13..0.13) + shift(0.1..0.1, width=-0.3..-0.3)';
  const back = 'shift(-0.1..-0.1, width=0.3..0.3) + rotate(-0.13..-0.13)';
  for (const [i, picture] of augmented(`${there} + ${back}`).entries())
    for (const [p, value] of picture.entries()) expect(value).toBeCloseTo(plain[i]![p]!, 5);
  expect(augmented('rotate(0.05..0.05) + rotate(0.07..0.07)')[0]![20]).toBeCloseTo(
    augmented('rotate(0.12..0.12)')[0]![20]!,
    5,
  );
});

test('what is erased between two moves stays erased, so they are sampled apart', () => {
  const white = 'erase(0.3..0.3, fill=1)@1';
  const result = augmented(`flip@1 + ${white} + flip@1`);
  const box = augmented(white).map((picture, i) =>
    picture.map((value, p) => (value === plain[i]![p] ? 0 : 1)),
  );
  for (const [i, picture] of result.entries())
    for (let p = 0; p < SIZE; p++) {
      const mirror = p - (p % 9) + 8 - (p % 9);
      if (box[i]![mirror]) expect(picture[p]).toBe(1);
    }
});

test('erase paints the box of its formula', () => {
  const stream = draws(1, 'erase#0');
  for (const [i, picture] of augmented('erase(0.1..0.5, fill=0.25)@1').entries()) {
    const at = stream.at(i, 1);
    const boxWidth = 9 * Math.sqrt(0.1 + 0.4 * at.uniform(1));
    const boxHeight = 6 * Math.sqrt(0.1 + 0.4 * at.uniform(2));
    const left = at.uniform(3) * (9 - boxWidth);
    const top = at.uniform(4) * (6 - boxHeight);
    for (let y = 0; y < 6; y++)
      for (let x = 0; x < 9; x++) {
        const inside = x >= left && x < left + boxWidth && y >= top && y < top + boxHeight;
        expect(picture[9 * y + x]).toBe(inside ? 0.25 : plain[i]![9 * y + x]);
      }
  }
  expect(augmented('erase(1..1, fill=1)@1').every((picture) => picture.every((value) => value === 1))).toBe(
    true,
  );
});

test('every fill mode agrees with looking up each neighbour in an endless picture', () => {
  const at: Record<string, (i: number, n: number) => number | undefined> = {
    constant: (i, n) => (i >= 0 && i < n ? i : undefined),
    nearest: (i, n) => Math.min(Math.max(i, 0), n - 1),
    wrap: (i, n) => ((i % n) + n) % n,
    reflect: (i, n) => {
      const there = ((i % (2 * n)) + 2 * n) % (2 * n);
      return there < n ? there : 2 * n - 1 - there;
    },
  };
  const factor = fc.double({ min: -0.5, max: 0.5, noNaN: true });
  const colour = { width: 3, height: 6, channels: 3 };
  fc.assert(
    fc.property(
      fc.constantFrom('constant', 'nearest', 'reflect', 'wrap'),
      fc.constantFrom(shape, colour),
      factor,
      fc.double({ min: -1, max: 1, noNaN: true }),
      (fill, of, turn, move) => {
        const text = `rotate(${turn}..${turn}, fill=${fill}) + shift(${move}..${move}, fill=${fill})`;
        const { width, height, channels } = of;
        const [picture] = augmented(text, { of });
        const source = augmented('none', { of })[0]!;
        const pixel = (x: number, y: number, c: number) => {
          const [col, row] = [at[fill]!(x, width), at[fill]!(y, height)];
          return col === undefined || row === undefined ? 0 : source[(row * width + col) * channels + c]!;
        };
        const angle = 2 * Math.PI * turn;
        const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++) {
            const dx = x - move * width - cx;
            const dy = y - move * height - cy;
            const sx = cx + Math.cos(angle) * dx - Math.sin(angle) * dy;
            const sy = cy + Math.sin(angle) * dx + Math.cos(angle) * dy;
            const [left, top] = [Math.floor(sx), Math.floor(sy)];
            const [right, down] = [sx - left, sy - top];
            for (let c = 0; c < channels; c++) {
              const expected =
                (1 - down) * ((1 - right) * pixel(left, top, c) + right * pixel(left + 1, top, c)) +
                down * ((1 - right) * pixel(left, top + 1, c) + right * pixel(left + 1, top + 1, c));
              expect(picture![(y * width + x) * channels + c]).toBeCloseTo(expected, 4);
            }
          }
      },
    ),
    { numRuns: 200 },
  );
});

describe('draws', () => {
  test('the same seed, epoch and sample give the same picture, whatever the batch', () => {
    const policy = parsePolicy('flip + rotate(0.1) + shift(0.1) + erase');
    const [whole, alone] = [new Float32Array(COUNT * SIZE), new Float32Array(SIZE)];
    compilePolicy(policy, 4, shape).write(pixels, everything, 2, whole);
    compilePolicy(policy, 4, shape).write(pixels, Int32Array.of(17), 2, alone);
    expect(alone).toEqual(whole.slice(17 * SIZE, 18 * SIZE));
  });

  test('another seed or epoch gives other pictures', () => {
    const base = augmented('rotate(0.1)');
    expect(augmented('rotate(0.1)', { seed: 2 })).not.toEqual(base);
    expect(augmented('rotate(0.1)', { epoch: 2 })).not.toEqual(base);
  });

  test('other ops in the policy leave an op alone', () => {
    // An op that never fires, or fires without effect, changes nothing anywhere.
    const base = augmented('rotate(0.1) + erase(0.2)');
    for (const policy of [
      'flip@0 + rotate(0.1) + erase(0.2)',
      'shift(0) + rotate(0.1) + flip@0 + erase(0.2)',
      'rotate(0.1) + shift(0)@0.5 + erase(0.2) + flip@0',
    ])
      expect(augmented(policy)).toEqual(base);
    // The coin of flip is the same with and without a rotation before it.
    const flipped = augmented('flip').map((picture, i) => !same(picture, plain[i]!));
    const turned = augmented('rotate(0.5..0.5)');
    expect(augmented('rotate(0.5..0.5) + flip').map((picture, i) => !same(picture, turned[i]!))).toEqual(
      flipped,
    );
  });

  test('the second of two equal ops draws for itself', () => {
    const twice = augmented('flip + flip').filter((picture, i) => !same(picture, plain[i]!)).length;
    expect(twice).toBeGreaterThan(0);
    expect(twice).toBeLessThan(COUNT);
  });
});

describe('ops on pixels', () => {
  const colour = { width: 3, height: 6, channels: 3 };

  test.each(['greyscale@1', 'saturation(0..0.2)', 'hue(0.5..1)'])(
    '%s leaves grey pictures alone',
    (policy) => {
      expect(augmented(policy)).toEqual(plain);
      expect(augmented(policy, { of: colour })).not.toEqual(augmented('none', { of: colour }));
    },
  );

  test.each(['saturation(0.5..0.5)', 'hue(0)', 'contrast(0)', 'brightness(0)', 'gamma(1)', 'blur(0)@1'])(
    '%s copies exactly',
    (policy) => {
      expect(augmented(policy, { of: colour })).toEqual(augmented('none', { of: colour }));
    },
  );

  test('noise has the standard deviation it says, and every picture its own', () => {
    const grey = new Uint8Array(10_000).fill(128);
    const wide = { width: 100, height: 50, channels: 1 };
    const out = new Float32Array(10_000);
    compilePolicy(parsePolicy('noise(0.1)'), 1, wide).write(grey, Int32Array.of(0, 1), 1, out);
    const deviations = Array.from(out, (value) => value - 128 / 255);
    const mean = deviations.reduce((a, b) => a + b) / 10_000;
    const variance = deviations.reduce((a, b) => a + b * b, 0) / 10_000;
    expect(Math.abs(mean)).toBeLessThan(0.004);
    expect(Math.sqrt(variance)).toBeCloseTo(0.1, 2);
    expect(out.slice(0, 5000)).not.toEqual(out.slice(5000));
  });
});

test('crop shows a box of the drawn size: corner pixels are pixels of the picture', () => {
  expect(augmented('crop(1, ratio=1.5..1.5)')).toEqual(plain);
  for (const [i, picture] of augmented('crop(0.3)').entries())
    for (const corner of [0, 8, 45, 53])
      expect(Math.min(...plain[i]!.map((value) => Math.abs(value - picture[corner]!)))).toBeLessThan(1e-6);
});

test('whatever the policy, pixels stay in [0, 1]', () => {
  const all = operations.map(({ example }) => example);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...all), { maxLength: 5 }), fc.nat(1000), (steps, seed) => {
      for (const of of [shape, { width: 3, height: 6, channels: 3 }])
        for (const picture of augmented(steps.join(' + '), { seed, of }))
          expect(picture.every((value) => value >= -1e-6 && value <= 1 + 1e-6)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

describe('captions', () => {
  const captions = (policy: string, { sample = 0, locale = 'en', of = shape as PictureShape } = {}) =>
    compilePolicy(parsePolicy(policy), 1, of)
      .describe(sample, 1)
      .map(({ key, params }) => translate(locale)(key, params));

  test('say what was drawn, in the order of the policy', () => {
    const policy =
      'flip@1 + flip@0 + rotate(-0.03..-0.03) + shift(0.5..0.5, width=-0.1..-0.1) + zoom(0.25..0.25)';
    expect(captions(policy)).toEqual([
      'flip left-right',
      'rotate 10.8° right',
      'shift 3 px down, 0.9 px left',
      'zoom to 80%',
    ]);
    expect(captions('rotate(0.03..0.03)', { locale: 'de' })).toEqual(['rotate 10,8° links']);
    expect(captions('none')).toEqual([]);
  });

  test('are those of the pixels: a picture is flipped exactly when its caption says so', () => {
    for (const [sample, picture] of augmented('flip').entries())
      expect(captions('flip', { sample }).length).toBe(same(picture, plain[sample]!) ? 0 : 1);
  });

  test('name the erased box by the pixels that are gone', () => {
    for (const [sample, picture] of augmented('erase(fill=1)@1').entries()) {
      const [, height, width] = /erase (\d+)×(\d+) px/.exec(captions('erase(fill=1)@1', { sample })[0]!)!;
      // Of the pixels themselves, some are white already.
      const white = Array.from(
        { length: 6 },
        (_, y) => picture.slice(9 * y, 9 * y + 9).filter((value) => value === 1).length,
      );
      const rows = white.filter((count) => count >= Number(width)).length;
      expect(rows).toBeGreaterThanOrEqual(Number(height));
    }
  });

  test('exist for every op in every language, with every parameter filled in', () => {
    for (const { name, example } of operations)
      for (const locale of locales) {
        const [caption] = captions(example.replace(/@.*|$/, '@1'), { locale });
        expect(caption, locale).toMatch(new RegExp(`^${name}`));
        expect(caption, locale).not.toMatch(/\{|NaN|undefined|^op\./);
      }
  });
});
