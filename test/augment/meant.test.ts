/** What people write in other words: units, other marks for a range, names from other libraries; and the corrections that Augie offers. */
import { describe, expect, test } from 'vitest';
import { formatPolicy, parsePolicy } from '../../src/augment/policy.ts';
import { UserError } from '../../src/i18n/user-error.ts';

function mistake(text: string): UserError {
  try {
    parsePolicy(text);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`${text} is right`);
}

const meant = (text: string) => {
  const found = mistake(text).meant;
  return found && 'value' in found ? found.value : undefined;
};

test.each([
  ['rotate(45°)', 'rotate(0.125)'],
  ['rotate(-15°..15°)', 'rotate(0.04167)'],
  ['rotate(-10..20°)', 'rotate(-0.02778..0.05556)'],
  ['rotate(45 deg)', 'rotate(0.125)'],
  ['rotate(45도)', 'rotate(0.125)'],
  ['hue(18°)', 'hue(0.1)'],
  ['rotate(10%)', 'rotate(0.1)'],
  ['shift(7％)', 'shift(0.07)'],
  ['erase(2%..20 %)', 'erase(0.02..0.2)'],
  ['erase(2..20%)', 'erase(0.02..0.2)'],
  ['flip@50%', 'flip'],
  ['flip@30 %', 'flip@0.3'],
])('%s is understood as %s', (text, written) => {
  expect(formatPolicy(parsePolicy(text))).toBe(written);
});

describe('the sentence says the next step', () => {
  test.each([
    ['rotate(45)', 'policy.meantDegrees', { given: '45', suggestion: 'rotate(0.125)' }],
    ['rotate(-15..15)', 'policy.meantDegrees', { given: '-15..15', suggestion: 'rotate(-0.04167..0.04167)' }],
    ['flip + rotate(90)@0.5', 'policy.meantDegrees', { position: 15, suggestion: 'rotate(0.25)' }],
    ['hue(18)', 'policy.meantDegrees', { suggestion: 'hue(0.1)' }],
    ['shift(10)', 'policy.meantPercent', { given: '10', suggestion: 'shift(0.1)' }],
    ['shift(0.1, width=20)', 'policy.meantPercent', { suggestion: 'shift(width=0.2)' }],
    ['gamma(120)', 'policy.meantPercent', { suggestion: 'gamma(1.2)' }],
    ['flip@50', 'policy.percentProbability', { given: '50', suggestion: '@0.5' }],
    ['rotate(400)', 'policy.outOfRange', { value: '400' }],
    ['blur(50%)', 'policy.otherUnit', { unit: '%', known: '0..3' }],
    ['shift(10°)', 'policy.otherUnit', { unit: '°' }],
    ['flip(10%)', 'policy.notAWord', {}],
    ['flip@45°', 'policy.badProbability', {}],
    ['erase(0.1~0.2)', 'policy.writeDots', { position: 7, suggestion: '0.1..0.2' }],
    ['erase(0.1-0.2)', 'policy.writeDots', { suggestion: '0.1..0.2' }],
    ['erase(0.1 – 0.2)', 'policy.writeDots', { suggestion: '0.1..0.2' }],
    ['erase(0.1…0.2)', 'policy.writeDots', { suggestion: '0.1..0.2' }],
    ['erase(0.1...0.2)', 'policy.writeDots', { suggestion: '0.1..0.2' }],
    ['erase(0.1 to 0.2)', 'policy.writeDots', { suggestion: '0.1..0.2' }],
    ['rotate(-0.1-0.2)', 'policy.writeDots', { suggestion: '-0.1..0.2' }],
    ['rotate((-0.1, 0.2))', 'policy.writeDots', { suggestion: '-0.1..0.2' }],
    ['rotate(factor=[-0.1, 0.2])', 'policy.writeDots', { suggestion: '-0.1..0.2' }],
    ['rotate(0.02, 0.1)', 'policy.writeDots', { suggestion: '0.02..0.1' }],
    ['RandomRotation(0.1)', 'policy.foreign', { name: 'RandomRotation(0.1)', suggestion: 'rotate(0.1)' }],
    ['cutout', 'policy.similar', { name: 'cutout', suggestion: 'erase' }],
  ])('%s: %s', (text, key, params) => {
    expect(mistake(text)).toMatchObject({ key, params });
  });
});

test.each([
  ['rotate(45', 'rotate(0.125)'],
  ['rotate(45) + flp@30', 'rotate(0.125) + flip@0.3'],
  ['shift(0,1)', 'shift(0.1)'],
  ['flip, rotate(0.04)', 'flip + rotate(0.04)'],
  ['flip erase', 'flip + erase'],
  ['rotate(0.04 + flip', 'rotate(0.04) + flip'],
  ['rotate', 'rotate(0.04)'],
  ['flip(vertcal)', 'flip(vertical)'],
  ['rotate(factr=0.1)', 'rotate(0.1)'],
  ['rotate(0.04) + xyzzy', undefined],
  ['rotate(400) + flp', undefined],
  ['rotate(fast)', undefined],
])('%s: all of it put right is %s', (text, whole) => {
  expect(meant(text)).toBe(whole);
  if (whole !== undefined) parsePolicy(whole);
});

describe('names from other libraries become the right operation', () => {
  /** What it is here, and whether that is the same. */
  test.each([
    ['RandomRotation(0.1)', 'rotate(0.1)', true],
    ['layers.RandomRotation(factor=(-0.2, 0.3))', 'rotate(-0.2..0.3)', true],
    ['transforms.RandomRotation(15)', 'rotate(0.04167)', true],
    ['T.RandomRotation(degrees=(-30, 30))', 'rotate(-0.08333..0.08333)', true],
    ['A.Rotate(limit=45, p=0.5)', 'rotate(0.125)@0.5', true],
    ['A.Rotate(limit=45)', 'rotate(0.125)@0.5', true],
    ['random_rotation', 'rotate(0.04)', false],
    ['rotation_range=15', 'rotate(0.04167)', true],
    ['RandomHorizontalFlip', 'flip', true],
    ['RandomHorizontalFlip(p=0.3)', 'flip@0.3', true],
    ['transforms.RandomHorizontalFlip(1)', 'flip@1', true],
    ['horizontal_flip', 'flip', true],
    ['horizontal_flip=True', 'flip', true],
    ['horizontal flip', 'flip', true],
    ['HorizontalFlip(p=0.5)', 'flip', true],
    ['VerticalFlip', 'flip(vertical)', true],
    ['RandomFlip("vertical")', 'flip(vertical)', true],
    // Keras turns by 180 degrees there.
    ['RandomFlip', 'flip', false],
    ['RandomFlip("horizontal_and_vertical")', 'flip', false],
    ['RandomTranslation(0.1, 0.2)', 'shift(0.1, width=0.2)', true],
    ['RandomTranslation(height_factor=0.1, width_factor=0.1)', 'shift(0.1)', true],
    ['translate', 'shift(0.1)', false],
    ['translate(0.1)', 'shift(0.1)', true],
    // Width first in torchvision, height first in Keras.
    ['translate(0.1, 0.2)', 'shift(0.1)', false],
    ['width_shift_range=0.2', 'shift(0, width=0.2)', true],
    ['height_shift_range=0.2', 'shift(0.2, width=0)', true],
    ['RandomZoom(0.2)', 'zoom(0.2)', true],
    ['RandomShear(0.2, 0.2)', 'shear(0.2, 0.2)', false],
    ['RandomResizedCrop(28, scale=(0.8, 1.0))', 'crop(0.8..1)', true],
    ['RandomResizedCrop(28)', 'crop(0.8)', false],
    ['RandomCrop(24, 24)', 'crop(0.8)', false],
    ['RandomBrightness(0.2)', 'brightness(0.2)', true],
    ['RandomContrast(factor=0.3)', 'contrast(0.3)', true],
    ['RandomBrightnessContrast', 'brightness(0.2) + contrast(0.3)', false],
    // Half of the circle is 1 in Keras and here, and 0.5 in torchvision.
    ['RandomHue(0.1)', 'hue(0.1)', true],
    ['ColorJitter(hue=0.1)', 'hue(0.2)', true],
    ['ColorJitter(brightness=0.2, contrast=0.3)', 'brightness(0.2) + contrast(0.3)', false],
    ['ColorJitter(0, 0, 0.4)', 'saturation(0.375..0.58333)', false],
    ['RandomGamma(gamma_limit=(80, 120), p=1)', 'gamma(0.8..1.2)', true],
    ['RandomGrayscale(p=0.1)', 'greyscale@0.1', true],
    ['RandomGrayscale', 'greyscale', false],
    ['RandomInvert', 'invert', true],
    ['GaussianBlur(3, sigma=(0.1, 2.0))', 'blur(0.1..2)@1', false],
    ['gaussian blur', 'blur', false],
    ['GaussianNoise(0.1)', 'noise(0.1)', true],
    ['GaussNoise', 'noise(0.05)', false],
    ['RandomErasing', 'erase', true],
    ['RandomErasing(p=0.2, scale=(0.02, 0.2))', 'erase(0.02..0.2)@0.2', true],
    ['cutout', 'erase', false],
    ['CoarseDropout', 'erase', false],
  ])('%s is %s', (text, ours, exact) => {
    const { key, params } = mistake(text);
    expect(params.suggestion).toBe(ours);
    expect(key).toBe(exact ? 'policy.foreign' : 'policy.similar');
    expect(meant(text)).toBe(formatPolicy(parsePolicy(ours)));
  });

  test.each([
    ['rotate(limit=45, p=1)', 'rotate(0.125)'],
    ['flip(p=0.2)', 'flip@0.2'],
    ['greyscale(0.2)', 'greyscale@0.2'],
    ['erase(p=0.2, scale=(0.1, 0.2))', 'erase(0.1..0.2)@0.2'],
    ['flip + Rotate(limit=45)@0.3', 'flip + rotate(0.125)@0.3'],
    ['rotation_range=15, horizontal_flip=True', 'rotate(0.04167) + flip'],
  ])('with their arguments, %s is %s', (text, whole) => {
    expect(meant(text)).toBe(whole);
  });

  test('what has no equal here is not given another meaning', () => {
    for (const text of ['RandomRotate90', 'Posterize', 'Mosaic', 'MixUp'])
      expect(mistake(text)).toMatchObject({ key: 'policy.unknownOp', meant: undefined });
  });
});
