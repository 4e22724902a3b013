/**
 * The mlp on wasm, equal to `denseStack` with tfjs to the last bit, in less time: it skips pixels that are 0,
 * transposes nothing, and makes no tensors in a step.
 *
 * Numbers that are not finite stay visible, although products with 0 are skipped. Steps of Adam are bounded, so from finite weights and
 * pixels everything stays finite; `checkpoint.ts` refuses other weights. A pixel that is not finite is not 0, so it is multiplied:
 * the image's logits become NaN, and so do their gradients and, after this step, the biases of all labels, which
 * are part of every later logit.
 */
import { SHARES } from '../augment/augmenter.ts';
import type { DatasetInfo } from '../datasets/dataset.ts';
import type { Backend } from './backend.ts';
import { type Parameter, wasmAdamPart } from './kernels/adam.ts';
import { panelSize, productKernel } from './kernels/product.ts';
import { softmaxCrossEntropy } from './kernels/softmax.ts';
import { BLOCK, type Lists, sparseKernels } from './kernels/sparse.ts';
import { wasmMemory } from './kernels/wasm-memory.ts';
import { type Learner, labelsOf, type Source } from './learner.ts';
import type { Trial } from './trial.ts';
import { layerParameters } from './weights.ts';

/** Images to classify at a time: their lists and the weights fit into the core's cache. */
const CHUNK = 64;

/** `hidden` units, a multiple of BLOCK, relu, then one unit a label. */
export function sparseMlp(
  backend: Backend,
  info: DatasetInfo,
  hidden: number,
  { seed, batch }: Pick<Trial, 'seed' | 'batch'>,
): Learner {
  const { tf } = backend;
  const { address, output, view, kernels } = wasmMemory(tf);
  const values = info.width * info.height * info.channels;
  const labels = info.labels.length;
  const sparse = sparseKernels(tf);
  const multiply = productKernel(tf);
  const relu = kernels<'forward' | 'backward'>('relu');
  const optimize = wasmAdamPart(tf);

  const first = layerParameters(tf, [hidden, values], values + hidden, seed, 0);
  const [weights2, bias2] = layerParameters(tf, [labels, hidden], hidden + labels, seed, 1);
  const [weights1, bias1] = [inBlocks(backend, first[0]), first[1]];
  const parameters = [weights1, bias1, weights2, bias2];

  // Memory for a batch or a chunk. Arrays [units, n] are at its start, without gaps.
  const most = Math.max(batch, CHUNK);
  const rows = sparse.roomForRows(most, values);
  const columns = sparse.roomForColumns(batch, values);
  const room = {
    shares: tf.tensor2d(SHARES, [1, SHARES.length]),
    images: output([most, values]),
    sums: output([hidden, most]),
    activations: output([hidden, most]),
    logits: output([labels, most]),
    dLogits: output([labels, batch]),
    dActivations: output([hidden, batch]),
    dSums: output([hidden, batch]),
    dBlock: output([values, BLOCK]),
    dBias1: output([hidden, 1]),
    dWeights2: output([labels, hidden]),
    dBias2: output([labels, 1]),
    panel: output([1, panelSize(Math.max(hidden, labels, batch))]),
  };
  const at = (name: keyof typeof room) => address(room[name]);
  /** Bytes of a block of this many rows. */
  const blockOf = (count: number) => 4 * BLOCK * count;

  /** Lists the images in `rows`. */
  const list = ({ pictures: { pixels }, samples, augmenter, epoch }: Source) => {
    const n = samples.length;
    if (!augmenter.copies) {
      augmenter.write(pixels, samples, epoch, view(room.images, n * values));
      return sparse.rows(rows, at('images'), n, values);
    }
    const bytes = new Uint8Array(view(room.images, 0).buffer, at('images'), n * values);
    for (let i = 0; i < n; i++) {
      // Not `subarray`, which takes as long as all the rest if the pixels are a Buffer.
      const from = pixels.byteOffset + samples[i]! * values;
      bytes.set(new Uint8Array(pixels.buffer, from, values), i * values);
    }
    return sparse.rows(rows, at('images'), n, values, at('shares'));
  };

  /** Logits [labels, n], as a view of memory. */
  const forward = (images: Lists, n: number): Float32Array => {
    const weights = address(weights1.value);
    for (let block = 0; block < hidden / BLOCK; block++)
      sparse.product(at('sums') + block * blockOf(n), images, n, weights + block * blockOf(values));
    relu.forward(at('activations'), at('sums'), address(bias1.value), hidden, n);
    multiply(at('logits'), address(weights2.value), at('activations'), [labels, hidden, n], at('panel'));
    const logits = view(room.logits, labels * n);
    const bias = view(bias2.value, labels);
    for (let label = 0; label < labels; label++)
      for (let i = label * n; i < label * n + n; i++) logits[i]! += bias[label]!;
    return logits;
  };

  /** All gradients except that of the first weights, from the one with respect to the logits. */
  const backward = (dLogits: Float32Array, n: number) => {
    const dBias = view(room.dBias2, labels);
    for (let label = 0; label < labels; label++) {
      let sum = 0;
      for (let i = label * n; i < label * n + n; i++) sum = Math.fround(sum + dLogits[i]!);
      dBias[label] = sum;
    }
    multiply(at('dWeights2'), at('dLogits'), at('activations'), [labels, n, hidden], at('panel'), {
      transposeB: true,
    });
    multiply(at('dActivations'), address(weights2.value), at('dLogits'), [hidden, labels, n], at('panel'), {
      transposeA: true,
    });
    relu.backward(at('dSums'), at('dBias1'), at('dActivations'), at('activations'), hidden, n);
  };

  /** One step of Adam. The gradient of the first weights is computed block by block, so that it stays in the core's cache. */
  const update = (n: number, step: number) => {
    sparse.columns(columns, rows, n, values);
    const count = values * BLOCK;
    for (let block = 0; block < hidden / BLOCK; block++) {
      sparse.product(at('dBlock'), columns, values, at('dSums') + block * blockOf(n));
      optimize(weights1, at('dBlock'), [block * count, count], step);
    }
    optimize(bias1, at('dBias1'), [0, hidden], step);
    optimize(weights2, at('dWeights2'), [0, labels * hidden], step);
    optimize(bias2, at('dBias2'), [0, labels], step);
  };

  return {
    parameters,
    chunk: CHUNK,
    learn(images, step, sums) {
      const n = images.samples.length;
      list(images);
      const logits = forward(rows, n);
      const dLogits = view(room.dLogits, labels * n);
      softmaxCrossEntropy(logits, labelsOf(images.pictures, images.samples), sums, { gradient: dLogits });
      backward(dLogits, n);
      update(n, step);
    },
    input(images) {
      list(images);
      return { ...sparse.trimmed(rows, images.samples.length) };
    },
    classify: ({ bounds, entries }) => forward({ bounds: bounds!, entries: entries! }, bounds!.shape[0]),
    dispose() {
      // Without `places`: tf would search every number of it for tensors.
      tf.dispose(parameters.map(({ value, m, v, average }) => [value, m, v, average]));
      tf.dispose([{ ...rows }, { ...columns }, { ...room }]);
    },
  };
}

/** A new parameter [units, values] whose tensors are [units / BLOCK, values, BLOCK]. */
function inBlocks({ tf }: Backend, { value, m, v, average }: Parameter): Parameter {
  const [units, values] = value.shape as [number, number];
  const places = new Int32Array(units * values);
  const rows = value.dataSync<'float32'>();
  const blocks = new Float32Array(units * values);
  for (let unit = 0, i = 0; unit < units; unit++) {
    const start = (unit - (unit % BLOCK)) * values + (unit % BLOCK);
    for (let at = 0; at < values; at++, i++) {
      places[i] = start + at * BLOCK;
      blocks[places[i]!] = rows[i]!;
    }
  }
  tf.dispose([value, average]);
  const moved = () => tf.tensor2d(blocks, [units, values]);
  // The moments are 0.
  return { value: moved(), m, v, average: moved(), places };
}
