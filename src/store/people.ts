/** People, their settings and their classrooms' settings, and teachers. */
import type { Named, PeopleRepository, SettingsRepository, TeacherRepository } from '../chat/ports.ts';
import type { Db } from './database.ts';
import { classroomMaker } from './places.ts';

export function peopleStore(db: Db): PeopleRepository {
  const upsert = db.prepare(
    `INSERT INTO people (id, name, seen_at) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at`,
  );
  return { seen: (person, now) => void upsert.run(person.id, person.name, now) };
}

export function teacherStore(db: Db): TeacherRepository {
  const make = classroomMaker(db);
  const of = db.prepare<[string], Named>('SELECT id, name FROM teachers WHERE classroom = ? ORDER BY name');
  const add = db.prepare(
    `INSERT INTO teachers (classroom, id, name) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET name = excluded.name`,
  );
  const remove = db.prepare('DELETE FROM teachers WHERE classroom = ? AND id = ?');
  return {
    of: (classroom) => of.all(classroom),
    add: db.transaction((classroom: string, { id, name }: Named) => {
      make(classroom);
      add.run(classroom, id, name);
    }),
    remove: (classroom, id) => void remove.run(classroom, id),
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
