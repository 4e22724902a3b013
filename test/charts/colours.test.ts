/** Arms can be told apart by every eye, and seen against the background, in both themes. */
import { describe, expect, test } from 'vitest';
import { marks, palettes, type Theme } from '../../src/charts/theme.ts';

type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

/** Machado, Oliveira and Fernandes 2009, severity 1, for linear RGB. */
const eyes: Readonly<Record<string, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (matrix: Matrix, [x, y, z]: Rgb): Rgb => {
  const row = ([a, b, c]: Rgb) => a * x + b * y + c * z;
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
};

/** #rrggbb to linear RGB from 0 to 1. */
function linear(hex: string): Rgb {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** CIE L*a*b* under D65. */
function lab(rgb: Rgb): Rgb {
  const clamped = rgb.map((value) => Math.min(1, Math.max(0, value))) as unknown as Rgb;
  const [x, y, z] = times(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    clamped,
  );
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116);
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/** CIE 1976; a difference of 2.3 is just noticed. */
const deltaE = (a: Rgb, b: Rgb) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** WCAG 2 contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) =>
    times(
      [
        [0.2126, 0.7152, 0.0722],
        [0, 0, 0],
        [0, 0, 0],
      ],
      linear(hex),
    )[0];
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark'] satisfies Theme[])('on %s', (theme) => {
  const { arms, background, ink, quiet } = palettes[theme];
  const pairs = [
    [arms.full, arms.reduced],
    [arms.full, arms.augmented],
    [arms.reduced, arms.augmented],
  ] as const;

  test.each(Object.keys(eyes))('the arms differ for an eye with %s vision', (name) => {
    const seen = (hex: string) => lab(times(eyes[name]!, linear(hex)));
    for (const [a, b] of pairs) expect(deltaE(seen(a), seen(b)), `${a} ${b}`).toBeGreaterThan(30);
  });

  test('arms reach 3:1 and texts 4.5:1 against the background', () => {
    for (const colour of Object.values(arms)) expect(contrast(colour, background)).toBeGreaterThan(3);
    for (const colour of [ink, quiet]) expect(contrast(colour, background)).toBeGreaterThan(4.5);
  });
});

test('arms also differ by dash and by shape', () => {
  const arms = Object.values(marks);
  expect(new Set(arms.map(({ dash }) => String(dash))).size).toBe(arms.length);
  expect(new Set(arms.map(({ shape }) => shape)).size).toBe(arms.length);
});
