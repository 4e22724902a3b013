/** The classrooms of places, and their rows. */
import type { ClassroomOf } from '../chat/ports.ts';
import type { Db } from './database.ts';

/** Read-only: a place without a classroom is the first place of its own classroom. */
export function classroomFinder(db: Db): ClassroomOf {
  const find = db
    .prepare<[string, string], string>('SELECT classroom FROM places WHERE platform = ? AND channel = ?')
    .pluck();
  return ({ platform, channel }) => find.get(platform, channel) ?? `${platform}:${channel}`;
}

/** Makes the classroom and its first place, before the first thing that it owns. Does nothing if they exist. */
export function classroomMaker(db: Db): (classroom: string) => void {
  const classroom = db.prepare<[string]>('INSERT INTO classrooms VALUES (?) ON CONFLICT DO NOTHING');
  const place = db.prepare<[string, string, string]>(
    'INSERT INTO places VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  return (id) => {
    if (classroom.run(id).changes === 0) return;
    const [, platform = '', channel = ''] = /^([^:]*):(.*)$/s.exec(id) ?? [];
    place.run(platform, channel, id);
  };
}
