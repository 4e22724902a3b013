/** People who have asked something, what they and their channels have set, and who teaches there. */
import type { Named, PeopleRepository, SettingsRepository, TeacherRepository } from '../chat/ports.ts';
import type { Db } from './database.ts';

export function peopleStore(db: Db): PeopleRepository {
  const upsert = db.prepare(
    `INSERT INTO people (id, name, seen_at) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at`,
  );
  return { seen: (person, now) => void upsert.run(person.id, person.name, now) };
}

export function teacherStore(db: Db): TeacherRepository {
  const of = db.prepare<[string, string], Named>(
    'SELECT id, name FROM teachers WHERE platform = ? AND channel = ? ORDER BY name',
  );
  const add = db.prepare(
    `INSERT INTO teachers (platform, channel, id, name) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET name = excluded.name`,
  );
  const remove = db.prepare('DELETE FROM teachers WHERE platform = ? AND channel = ? AND id = ?');
  return {
    of: ({ platform, channel }) => of.all(platform, channel),
    add: ({ platform, channel }, { id, name }) => void add.run(platform, channel, id, name),
    remove: ({ platform, channel }, id) => void remove.run(platform, channel, id),
  };
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
