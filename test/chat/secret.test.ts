/** What is made at random is made once, and again only when that is asked for. */
import { expect, it } from 'vitest';
import type { SettingsRepository } from '../../src/chat/ports.ts';
import { renewSecret, secretOf } from '../../src/chat/secret.ts';

function settings(): SettingsRepository {
  const rows = new Map<string, string>();
  return {
    get: (scope, name) => rows.get(`${scope} ${name}`),
    set: (scope, name, value) => void rows.set(`${scope} ${name}`, value),
  };
}

it('is the same from its first use on, and another one for each name', () => {
  const kept = settings();
  const first = secretOf(kept, 'quiz', 'secret', 18);
  expect(Buffer.from(first, 'base64url')).toHaveLength(18);
  expect(secretOf(kept, 'quiz', 'secret', 18)).toBe(first);
  expect(secretOf(kept, 'web', 'secret', 18)).not.toBe(first);
  expect(secretOf(settings(), 'quiz', 'secret', 18)).not.toBe(first);
});

it('is replaced by another, which is then the same', () => {
  const kept = settings();
  const first = secretOf(kept, 'web', 'teacherSecret', 24);
  const second = renewSecret(kept, 'web', 'teacherSecret', 24);
  expect(second).not.toBe(first);
  expect(secretOf(kept, 'web', 'teacherSecret', 24)).toBe(second);
});
