/** Choosing a backend, without loading it. */
import { execFileSync } from 'node:child_process';
import { execPath } from 'node:process';
import { describe, expect, test } from 'vitest';
import { openBackend, resolveBackend } from '../../src/training/backend.ts';

const nativeInstalled = resolveBackend(undefined).name === 'native';

test('empty means native where it is complete, else wasm', () => {
  expect(['native', 'wasm']).toContain(resolveBackend('').name);
  expect(resolveBackend('')).toEqual(resolveBackend(undefined));
});

test.each(['wasm', 'cpu'] as const)('%s is there, with its version', async (name) => {
  expect(resolveBackend(name)).toEqual({ name, version: expect.stringMatching(/^4\.\d+\.\d+$/) });
  const { tf } = await openBackend(name);
  expect(tf.getBackend()).toBe(name);
});

describe('what cannot be had is said', () => {
  test('an unknown backend', () => {
    expect(() => resolveBackend('cuda')).toThrow(
      expect.objectContaining({ key: 'training.unknownBackend', params: { choice: 'cuda' } }),
    );
    expect(() => resolveBackend('toString')).toThrow(expect.objectContaining({ name: 'UserError' }));
  });

  test('native without tfjs-node', ({ skip }) => {
    skip(nativeInstalled, 'tfjs-node is installed here');
    expect(() => resolveBackend('native')).toThrow(expect.objectContaining({ key: 'training.nativeAbsent' }));
  });
});

test('choosing loads no TensorFlow', () => {
  const script = `
    import { resolveBackend } from './src/training/backend.ts';
    import './src/training/pool.ts';
    import { createRequire } from 'node:module';
    resolveBackend('wasm');
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter((file) => /tfjs|tf-core/.test(file) && !file.endsWith('.json'));
    process.stdout.write(JSON.stringify(loaded));
  `;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
  expect(execFileSync(execPath, args, { encoding: 'utf8' })).toBe('[]');
});
