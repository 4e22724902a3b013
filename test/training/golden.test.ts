/**
 * The exact numbers of one small trial per model and backend. They are part of what people have stored: when they change, raise
 * NUMERICS in src/training/trial.ts, then write them again with AUGIE_GOLDEN=write.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import { expect, test } from 'vitest';
import { openBackend } from '../../src/training/backend.ts';
import { type BackendName, type ModelName, NUMERICS } from '../../src/training/trial.ts';
import { tinyDataset } from '../datasets/tiny.ts';
import { record, trialOn } from './trials.ts';

const FILE = 'test/golden/numerics.json';
const POLICY = 'flip + flip(vertical)@0.1 + rotate(0.04) + shift(0.1, fill=reflect)@0.5 + erase';

async function numbers(name: BackendName, model: ModelName = 'mlp') {
  const backend = await openBackend(name);
  const dataset = tinyDataset(40);
  const { epochs, result } = await record(
    backend,
    dataset,
    trialOn(dataset, backend, { model, policy: POLICY }),
  );
  const { predictions, checkpoint, weights: _inCheckpoint, ...test } = result;
  return {
    version: backend.version,
    epochs,
    test,
    predictions: [...predictions].join(''),
    checkpoint: createHash('sha256').update(checkpoint.bytes).digest('hex'),
  };
}

test('the numbers are those of this NUMERICS', async () => {
  const now = {
    numerics: NUMERICS,
    wasm: await numbers('wasm'),
    cpu: await numbers('cpu'),
    cnn: { wasm: await numbers('wasm', 'cnn'), cpu: await numbers('cpu', 'cnn') },
  };
  if (env.AUGIE_GOLDEN === 'write') writeFileSync(FILE, `${JSON.stringify(now, null, 1)}\n`);
  const golden = JSON.parse(readFileSync(FILE, 'utf8'));
  const advice =
    'the numbers of a trial have changed: raise NUMERICS in src/training/trial.ts, then AUGIE_GOLDEN=write';
  expect(now, advice).toEqual(golden);
}, 30_000);
