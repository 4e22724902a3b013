/** People who have asked something, and what they and their channels have set. */
import type { PeopleRepository, SettingsRepository } from '../chat/ports.ts';
import type { Db } from './database.ts';

export function peopleStore(db: Db): PeopleRepository {
  const upsert = db.prepare(
    `INSERT INTO people (id, name, seen_at) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at`,
  );
  return { seen: (person, now) => void upsert.run(person.id, person.name, now) };
}

export function settingsStore(db: Db): SettingsRepository {
  const get = db
    .prepare<[string, string], string>('SELECT value FROM settings WHERE scope = ? AND name = ?')
    .pluck();
  const set = db.prepare(
    'INSERT INTO settings (scope, name, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  return {
    get: (scope, name) => get.get(scope, name),
    set: (scope, name, value) => void set.run(scope, name, value),
  };
}
