/** Operations by the names that Keras, torchvision, Albumentations and imgaug have for them, as steps of our policies. */
import { type Arguments, findStep, round, span } from './foreign-step.ts';

/** `exact`: it does the same. Otherwise it is the nearest operation here, and people must be told so. */
export interface Ours {
  readonly step: string;
  readonly exact: boolean;
}

type Translate = (given: Arguments) => Ours | undefined;

const same = (step: string): Ours => ({ step, exact: true });
const like = (step: string): Ours => ({ step, exact: false });
/** `@p`, if it differs from our operation's default. */
const often = (p: number | undefined, ours: number): string =>
  p === undefined || p === ours || p < 0 || p > 1 ? '' : `@${round(p)}`;

/** The library's own argument, or the first number. */
const first = ({ numbers, at }: Arguments, ...names: string[]): readonly number[] | undefined =>
  numbers(...names) ?? at(0);

const flip =
  (mode: string): Translate =>
  (given) =>
    same(`${mode}${often(first(given, 'p')?.[0], 0.5)}`);

const rotate: Translate = ({ numbers, at, p }) => {
  const limit = numbers('limit'); // Albumentations, which turns half of the pictures
  const degrees = limit ?? numbers('degrees', 'rotationrange', 'rotate');
  const factor = numbers('factor');
  const bare = at(0) ?? numbers('angle');
  // Keras takes shares of a turn, all others degrees: nobody writes a turn by one degree or less.
  const inDegrees = degrees ?? (bare?.some((value) => Math.abs(value) > 1) ? bare : undefined);
  const values = factor ?? inDegrees?.map((value) => value / 360) ?? bare;
  if (!values) return like('rotate(0.04)');
  return same(`rotate(${span(values)})${often(limit ? (p ?? 0.5) : p, 1)}`);
};

/** Keras: share of the height, then of the width. */
const heightAndWidth =
  (op: 'shift' | 'zoom'): Translate =>
  ({ numbers, at, p }) => {
    const height = numbers('heightfactor') ?? at(0);
    const width = numbers('widthfactor') ?? at(1);
    if (!height || [...height, ...(width ?? [])].some((value) => Math.abs(value) > 1))
      return like(`${op}(0.1)`);
    const both = width === undefined || span(width) === span(height);
    return same(`${op}(${span(height)}${both ? '' : `, width=${span(width!)}`})${often(p, 1)}`);
  };

const shiftAlong =
  (side: 'height' | 'width'): Translate =>
  ({ at }) => {
    const by = at(0);
    if (!by || by.some((value) => Math.abs(value) > 1)) return like('shift(0.1)');
    return same(side === 'height' ? `shift(${span(by)}, width=0)` : `shift(0, width=${span(by)})`);
  };

/** An operation whose number means the same there. */
const asItIs =
  (op: string, otherwise: string, ...names: string[]): Translate =>
  (given) => {
    const values = first(given, ...names);
    return values ? same(`${op}(${span(values)})${often(given.p, 1)}`) : like(otherwise);
  };

const shear: Translate = (given) => {
  const [x, y] = [given.numbers('xfactor') ?? given.at(0), given.numbers('yfactor') ?? given.at(1)];
  if (!x || [...x, ...(y ?? [])].some((value) => Math.abs(value) > 1)) return like('shear(0.1)');
  return like(`shear(${span(x)}${y ? `, ${span(y)}` : ''})`);
};

const resizedCrop: Translate = ({ numbers, p }) => {
  const scale = numbers('scale', 'arearange');
  const ratio = numbers('ratio');
  if (scale?.length !== 2) return like('crop(0.8)');
  return same(`crop(${span(scale)}${ratio?.length === 2 ? `, ratio=${span(ratio)}` : ''})${often(p, 1)}`);
};

/** `80` of Albumentations is 0.8. */
const gamma: Translate = ({ numbers, at, p }) => {
  const limit = numbers('gammalimit');
  const values = limit?.map((value) => value / 100) ?? numbers('gamma') ?? at(0);
  if (!values) return like('gamma(1.25)');
  const whole = values.length === 1 && !limit ? [values[0]!, values[0]!] : values;
  return same(`gamma(${span(whole)})${often(limit ? (p ?? 0.5) : p, 1)}`);
};

/** Names for a coin alone: Keras's `factor`, the others' `p`. */
const coin =
  (op: string): Translate =>
  (given) => {
    const p = given.p ?? first(given, 'factor', 'num_output_channels')?.[0];
    return p === undefined ? undefined : same(`${op}${often(p, 0.5)}`);
  };

const invert: Translate = (given) => coin('invert')(given) ?? same('invert');
const greyscale: Translate = (given) => coin('greyscale')(given) ?? like('greyscale');

const blur: Translate = ({ numbers, p }) => {
  const sigma = numbers('sigma', 'sigmalimit');
  return like(sigma?.every((value) => value <= 3) ? `blur(${span(sigma)})${often(p ?? 1, 0.5)}` : 'blur');
};

const noise: Translate = (given) => {
  const stddev = first(given, 'stddev', 'sigma', 'std')?.[0];
  return stddev !== undefined && stddev <= 1
    ? same(`noise(${round(stddev)})${often(given.p, 1)}`)
    : like('noise(0.05)');
};

const erase: Translate = ({ numbers, p }) => {
  const scale = numbers('scale');
  const bounds = scale?.length === 2 ? `(${span(scale)})` : '';
  return same(`erase${bounds}${often(p, 0.5)}`);
};

/** torchvision multiplies by 1 - f to 1 + f, each in its own way; only its hue means the same. */
const jitter: Translate = ({ numbers, at }) => {
  const [brightness, contrast, saturation, hue] = ['brightness', 'contrast', 'saturation', 'hue'].map(
    (name, i) => (numbers(name) ?? at(i))?.[0],
  );
  const kept = (times: number) => Math.max(0, times) / (1 + Math.max(0, times));
  const steps = [
    brightness && `brightness(${round(brightness)})`,
    contrast && `contrast(${round(contrast)})`,
    saturation && `saturation(${span([kept(1 - saturation), kept(1 + saturation)])})`,
    hue && `hue(${round(2 * hue)})`,
  ].filter((step) => typeof step === 'string');
  if (steps.length === 0) return like('brightness(0.2) + contrast(0.3)');
  return { step: steps.join(' + '), exact: !brightness && !contrast && !saturation };
};

const instead =
  (step: string): Translate =>
  () =>
    like(step);

/** Lower case, without `Random`, underscores and everything up to a point. */
const NAMES: readonly (readonly [names: string, translate: Translate])[] = [
  ['horizontalflip hflip fliplr flipleftright mirror', flip('flip')],
  ['verticalflip vflip flipud flipupdown', flip('flip(vertical)')],
  [
    'flip',
    ({ word, p }) =>
      (word('mode') ?? word(0)) === 'vertical'
        ? same(`flip(vertical)${often(p, 0.5)}`)
        : (word('mode') ?? word(0)) === 'horizontal' || p !== undefined
          ? same(`flip${often(p, 0.5)}`)
          : like('flip'),
  ],
  ['rotation rotate rotationrange saferotate', rotate],
  ['translation', heightAndWidth('shift')],
  [
    'shift translate',
    ({ at, numbers, ...more }) =>
      at(1) || numbers('translate')?.length === 2
        ? like('shift(0.1)')
        : heightAndWidth('shift')({ at, numbers, ...more }),
  ],
  ['heightshiftrange', shiftAlong('height')],
  ['widthshiftrange', shiftAlong('width')],
  ['zoom zoomrange', heightAndWidth('zoom')],
  ['scale randomscale affinescale', instead('zoom(0.1)')],
  ['shear', shear],
  ['shearrange shearx sheary', instead('shear(0.1)')],
  ['affine shiftscalerotate perspective', instead('rotate(0.04) + shift(0.1) + zoom(0.1)')],
  ['resizedcrop', resizedCrop],
  ['crop centercrop cropandresize sizedcrop', instead('crop(0.8)')],
  ['brightness', asItIs('brightness', 'brightness(0.2)', 'factor', 'limit', 'maxdelta')],
  ['brightnessrange adjustbrightness brightnessadjustment', instead('brightness(0.2)')],
  ['contrast', asItIs('contrast', 'contrast(0.3)', 'factor')],
  ['adjustcontrast autocontrast', instead('contrast(0.3)')],
  ['brightnesscontrast', instead('brightness(0.2) + contrast(0.3)')],
  ['saturation', asItIs('saturation', 'saturation(0.3..0.7)', 'factor')],
  ['adjustsaturation colordegeneration', instead('saturation(0.3..0.7)')],
  ['hue', asItIs('hue', 'hue(0.1)', 'factor')],
  ['adjusthue huesaturationvalue', instead('hue(0.1)')],
  ['colorjitter colourjitter', jitter],
  ['gamma adjustgamma', gamma],
  ['grayscale greyscale togray', greyscale],
  ['invert invertimg', invert],
  ['gaussianblur blur boxblur medianblur', blur],
  ['gaussiannoise noise', noise],
  ['gaussnoise additivegaussiannoise isonoise', instead('noise(0.05)')],
  ['erasing', erase],
  ['erase', erase],
  ['cutout coarsedropout dropout mask', instead('erase')],
];

const TRANSLATIONS = new Map(
  NAMES.flatMap(([names, translate]) => names.split(' ').map((name) => [name, translate] as const)),
);

const bareName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^.*\./, '')
    .replace(/[_\s-]/g, '')
    .replace(/^random(?=.)/, '');

/** The same for a step of ours with arguments of theirs, `rotate(limit=45)`, if its meaning is clear. */
export function withTheirArguments(
  text: string,
  from: number,
): { readonly from: number; readonly to: number; readonly text: string } | undefined {
  const ours = inOurWords(text, from);
  return ours?.exact ? { from, to: ours.to, text: ours.step } : undefined;
}

/** The step that begins at a place in the text, in our notation, and where it ends; undefined for unknown names. */
export function inOurWords(
  text: string,
  from: number,
): (Ours & { readonly typed: string; readonly to: number }) | undefined {
  const found = findStep(text, from, (name) => TRANSLATIONS.has(bareName(name)));
  const ours = found && TRANSLATIONS.get(bareName(found.name))?.(found.given);
  if (!found || !ours) return undefined;
  const { typed, to, often: at } = found;
  return { typed, to, exact: ours.exact, step: at ? ours.step.replace(/(@[\d.]+)?$/, at) : ours.step };
}
