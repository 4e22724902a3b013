/** Choosing a backend without loading it, and finding out in a child process whether the native one runs. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { openBackend, resolveBackend } from '../../src/training/backend.ts';
import { chooseBackend, probeNative } from '../../src/training/probe.ts';

test('empty means wasm, whatever else is installed', async () => {
  expect(resolveBackend('')).toMatchObject({ name: 'wasm' });
  expect(await chooseBackend(undefined)).toEqual(resolveBackend('wasm'));
});

test.each(['wasm', 'cpu'] as const)('%s is there, with its version', async (name) => {
  expect(resolveBackend(name)).toEqual({ name, version: expect.stringMatching(/^4\.\d+\.\d+$/) });
  const { tf } = await openBackend(name);
  expect(tf.getBackend()).toBe(name);
});

test('an unknown backend is said', () => {
  expect(() => resolveBackend('cuda')).toThrow(
    expect.objectContaining({ key: 'training.unknownBackend', params: { choice: 'cuda' } }),
  );
  expect(() => resolveBackend('toString')).toThrow(expect.objectContaining({ name: 'UserError' }));
});

describe('a native TensorFlow', () => {
  const folder = mkdtempSync(join(tmpdir(), 'augie-native-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A package that is this program. */
  function packageOf(name: string, program: string): string {
    const id = join(folder, name);
    mkdirSync(id);
    writeFileSync(join(id, 'package.json'), '{ "version": "4.22.0" }');
    writeFileSync(join(id, 'index.js'), program);
    return id;
  }
  /** A package whose "tensorflow" is tfjs' own JavaScript backend, with more of a program after it. */
  const { resolve } = createRequire(import.meta.url);
  const inJavaScript = (name: string, program = '') =>
    packageOf(
      name,
      `const tf = require(${JSON.stringify(resolve('@tensorflow/tfjs-core'))});
       require(${JSON.stringify(resolve('@tensorflow/tfjs-backend-cpu'))});
       tf.registerBackend('tensorflow', tf.findBackendFactory('cpu'));
       tf.copyRegisteredKernels('cpu', 'tensorflow');
       module.exports = { ...tf };
       ${program}`,
    );

  test('that computes is taken', async () => {
    await probeNative({ id: inJavaScript('good') });
  });

  test.each([
    [
      'throws',
      () => packageOf('throws', `throw new Error('no binding at x. \\nRun this.')`),
      'no binding at x',
    ],
    ['crashes', () => packageOf('crashes', 'process.abort()'), /^SIGABRT/],
    ['is killed', () => packageOf('killed', `process.kill(process.pid, 'SIGSEGV'); for (;;);`), /^SIGSEGV/],
    [
      'ends',
      () => packageOf('ends', `console.error('symbol lookup error'); process.exit(127)`),
      'exit code 127: symbol lookup error',
    ],
    ['does not initialise', () => packageOf('empty', 'module.exports = {}'), /enableProdMode/],
    [
      'computes wrongly',
      () => inJavaScript('wrong', 'module.exports.matMul = () => tf.scalar(40)'),
      '3·5 + 4·6 = 40',
    ],
  ])('that %s is said, with the cause', async (_, make, reason) => {
    await expect(probeNative({ id: make() })).rejects.toMatchObject({
      key: 'training.nativeFailed',
      params: { reason: typeof reason === 'string' ? reason : expect.stringMatching(reason) },
    });
  });

  test('that hangs is ended', async () => {
    const pid = join(folder, 'pid');
    const id = packageOf(
      'hangs',
      `require('node:fs').writeFileSync(${JSON.stringify(pid)}, String(process.pid)); for (;;);`,
    );
    await expect(probeNative({ id, deadlineMs: 5000 })).rejects.toMatchObject({
      key: 'training.nativeFailed',
      params: { reason: 'no answer within 5 s' },
    });
    expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).toThrow('ESRCH');
  });

  test('is not blamed when no process can be started', async () => {
    const id = inJavaScript('unreached');
    const { execPath: node } = process;
    process.execPath = '/nowhere/node';
    onTestFinished(() => {
      process.execPath = node;
    });
    await expect(probeNative({ id })).rejects.toMatchObject({ key: 'training.cannotFork' });
  });

  test('that is not installed is said', async () => {
    const nowhere = join(folder, 'nowhere');
    await expect(probeNative({ id: nowhere })).rejects.toMatchObject({ key: 'training.nativeAbsent' });
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
