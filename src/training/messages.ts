/** The messages between pool and child process. They cross processes, so they are checked on arrival. */
import { z } from 'zod';
import { policySchema } from '../augment/policy.ts';
import { backendNames, modelNames } from './trial.ts';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

const checkpoint = z.object({ epoch: z.int().positive(), bytes });

const trial = z.object({
  dataset: z.string(),
  datasetHash: z.string(),
  split: z.string(),
  fraction: z.number().positive().max(1),
  model: z.enum(modelNames),
  policy: policySchema,
  epochs: z.int().positive(),
  batch: z.int().positive(),
  seed: z.int(),
  backend: z.enum(backendNames),
  backendVersion: z.string(),
  numerics: z.int(),
});

const epochResult = z.object({
  epoch: z.int().positive(),
  step: z.int().positive(),
  trainLoss: z.number(),
  trainAccuracy: z.number(),
  valLoss: z.number().optional(),
  valAccuracy: z.number().optional(),
});

const test = z.object({ part: z.enum(['test', 'validation']), policy: policySchema, seed: z.int() });
const score = z.object({ accuracy: z.number(), loss: z.number(), predictions: bytes });

/**
 * Pool to child. A child trains or scores one trial at a time; cancelling it means ending the child. `warm` makes it load what
 * trials of a dataset need, and may arrive at any time.
 */
export const toChild = z.discriminatedUnion('type', [
  z.object({ type: z.literal('train'), trial, from: checkpoint.optional() }),
  z.object({ type: z.literal('score'), trial, network: bytes, tests: z.array(test) }),
  z.object({ type: z.literal('warm'), dataset: z.string() }),
]);
export type ToChild = z.infer<typeof toChild>;

/** Child to pool: any number of epochs, then one result, its scores, or one failure; and one answer to each `warm`. */
export const fromChild = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('epoch'),
    epoch: epochResult,
    checkpoint: checkpoint.optional(),
    cpuMs: z.number().nonnegative(),
  }),
  z.object({
    type: z.literal('result'),
    result: z.object({
      testAccuracy: z.number(),
      testLoss: z.number(),
      predictions: bytes,
      lastAccuracy: z.number(),
      trainAccuracy: z.number(),
      checkpoint,
      weights: bytes,
    }),
  }),
  z.object({ type: z.literal('scores'), scores: z.array(score) }),
  z.object({ type: z.literal('warmed'), problem: z.string().optional() }),
  /** A UserError or TrialRefused, recreated on the other side. */
  z.object({
    type: z.enum(['userError', 'refused']),
    key: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  /** Our bug. */
  z.object({ type: z.literal('fault'), stack: z.string() }),
]);
export type FromChild = z.infer<typeof fromChild>;

/** The probe's child to its parent: why native TensorFlow does not run; empty if it does. */
export const probeAnswer = z.object({ reason: z.string().optional() });
export type ProbeAnswer = z.infer<typeof probeAnswer>;
