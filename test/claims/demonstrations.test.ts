/**
 * What `/experiment demo` promises at real size: it shows its effect, finishes soon on two idle cores, and equals the prepared result to the
 * last bit.
 */
import { loadavg } from 'node:os';
import { afterAll, describe, expect, test } from 'vitest';
import { demonstrationNames } from '../../src/experiments/demonstration-names.ts';
import { built } from '../built.ts';
import { run } from '../shell.ts';
import { deleteFolder, newFolder } from '../test-app.ts';

const folders: string[] = [];
afterAll(() => folders.forEach(deleteFolder));

/** Seconds of processor time, from the last line of bash's `times`: what its children took, with theirs. */
function processorSeconds(out: string): number {
  const last = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(out);
  const [user = 0, userRest = 0, system = 0, systemRest = 0] = (last ?? []).slice(1).map(Number);
  return 60 * (user + system) + userRest + systemRest;
}

const networks = { moved: 13, gain: 12, harm: 12, overfitting: 12, late: 24 };
const found = {
  moved: /On moved test images, augmentation helped: .*better in 6 of 6 pairs/,
  gain: /On clean test images, augmentation helped: .*better in 6 of 6 pairs/,
  harm: /On clean test images, augmentation hurt: .*worse in 6 of 6 pairs/,
  overfitting: /in 6 of 6 networks of Reduced \(5%\), and in 0 of 6 of Augmented/,
  late: /After 3 epochs, augmentation hurt: .*worse in 6 of 6.*After 80 epochs, augmentation helped: .*better in 6 of 6/,
};

describe.each(demonstrationNames)('%s', (name) => {
  test('has points within 5 s and its verdict within 60 s and 110 s of processor time, to the last bit as prepared', async () => {
    const data = newFolder();
    folders.push(data);
    const began = performance.now();
    const seconds = () => (performance.now() - began) / 1000;
    const script = [
      '-c',
      '"$@"; times',
      'bash',
      process.execPath,
      built('cli.js'),
      `/experiment demo ${name}`,
    ];
    const running = run(script, { data, seconds: 600, program: 'bash', env: { AUGIE_TRAINERS: '2' } });
    await running.printed(/Validation accuracy/);
    const points = seconds();
    const { out, err } = await running.ended;
    const [verdict, cpu] = [seconds(), processorSeconds(out)];
    process.stdout.write(
      `    ${name}: points after ${points.toFixed(1)} s, verdict after ${verdict.toFixed(1)} s, ${cpu.toFixed(0)} CPU s, load ${loadavg()[0]?.toFixed(1)}\n`,
    );
    expect(err).not.toMatch(/rror/);
    const text = out.replace(/\s+/g, ' ');
    expect(text).toMatch(found[name]);
    expect(text).toContain(
      `All ${networks[name]} networks trained here equal the prepared ones to the last bit`,
    );
    expect(cpu).toBeLessThan(110);
    expect(points).toBeLessThan(5);
    expect(verdict).toBeLessThan(60);
  });
});
