/** The operations there are. A new one is one file under image/ and one name in the list below. */
import { blur } from './image/blur.ts';
import { brightness } from './image/brightness.ts';
import { contrast } from './image/contrast.ts';
import { crop } from './image/crop.ts';
import { erase } from './image/erase.ts';
import { flip } from './image/flip.ts';
import { gamma } from './image/gamma.ts';
import { greyscale } from './image/greyscale.ts';
import { hue } from './image/hue.ts';
import { invert } from './image/invert.ts';
import { noise } from './image/noise.ts';
import { rotate } from './image/rotate.ts';
import { saturation } from './image/saturation.ts';
import { shear } from './image/shear.ts';
import { shift } from './image/shift.ts';
import { zoom } from './image/zoom.ts';
import type { Operation } from './operation.ts';

export const operations: readonly Operation[] = [
  flip,
  shift,
  rotate,
  zoom,
  shear,
  crop,
  brightness,
  contrast,
  gamma,
  greyscale,
  saturation,
  hue,
  invert,
  blur,
  noise,
  erase,
];

export const findOperation = (name: string): Operation | undefined =>
  operations.find((operation) => operation.name === name);
