/** Golden files: what people see on a platform, as files to read. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { env } from 'node:process';
import { expect } from 'vitest';

/** Compares a text with the file of that name in test/golden; AUGIE_GOLDEN=write writes it again. */
export function expectGolden(name: string, text: string): void {
  const file = `test/golden/${name}`;
  if (env.AUGIE_GOLDEN === 'write') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const advice = `${file} is no longer what people see: read the difference, then AUGIE_GOLDEN=write`;
  expect(text, advice).toBe(readFileSync(file, 'utf8'));
}

/** Without what differs from day to day and from machine to machine: ids, times, durations. */
export const steady = (drawn: string): string =>
  drawn
    .replace(/(?<![\d.])\d{17,20}\b/g, 'ID')
    .replace(/(Receipt|접수 번호|Beleg) [0-9A-F]{6}/g, '$1 CODE')
    .replace(/\bp-[0-9a-f]{8}\b/g, 'p-WHO')
    .replace(/(?<=\.meant:)[0-9a-f]{8}\b/g, 'KEPT')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z([,;])[0-9A-F]{6}/g, 'DATE$1CODE')
    .replace(/\b[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{2}:\d{2}/g, 'DATE')
    .replace(/\b\d{4}\\?\. \d{1,2}\. \d{1,2}\. \d{2}:\d{2}/g, 'DATE')
    .replace(/\b\d{2}\.\d{2}\.\d{4}, \d{2}:\d{2}/g, 'DATE')
    .replace(/(?<![\d.,])\d+(?:[.,]\d)?(?:[ \u00a0](?:s|min|h)\b|초|분|시간)/g, 'TIME');
