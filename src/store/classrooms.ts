/** Classrooms of the page and their members; messages.ts has what is said in them. */
import { classroomScope } from '../chat/ports.ts';
import { TERMINAL } from '../platforms/terminal/terminal.ts';
import type { Classroom, ClassroomRepository, Member } from '../platforms/web/classrooms.ts';
import { nameKey, personId, WEB } from '../platforms/web/classrooms.ts';
import { fileWithName, withName } from '../privacy/names.ts';
import type { Db } from './database.ts';
import { messageStore } from './messages.ts';
import { nameChanger, RAISE } from './names.ts';
import { peopleStore } from './people.ts';
import { classroomFinder, classroomMaker } from './places.ts';

interface ClassroomRow {
  slug: string;
  title: string;
  code: string;
  locked: number;
  revision: number;
  deleted_revision: number;
}

interface MemberRow {
  id: number;
  classroom: string;
  session: string;
  name: string;
  removed: number;
  has_left: number;
}

const toClassroom = (row: ClassroomRow): Classroom => ({
  slug: row.slug,
  title: row.title,
  code: row.code,
  locked: row.locked === 1,
  revision: row.revision,
  deletedRevision: row.deleted_revision,
});

const toMember = ({ removed, has_left, ...row }: MemberRow): Member => ({
  ...row,
  removed: removed === 1,
  hasLeft: has_left === 1,
});

export function classroomStore(db: Db): ClassroomRepository {
  const classroomOf = classroomFinder(db);
  const make = classroomMaker(db);
  const forgetSettings = db.prepare('DELETE FROM settings WHERE scope = ?');
  const forgetOwned = ['quiz_sessions', 'own_quizzes', 'learning', 'teachers'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE classroom = ?`),
  );
  // A shell that names it means this classroom, even if no server is running.
  const joinShell = db.prepare('INSERT INTO places VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const hasPlace = db
    .prepare<[string, string], number>('SELECT 1 FROM places WHERE platform = ? AND channel = ?')
    .pluck();
  const allClassrooms = db.prepare<[], ClassroomRow>(
    'SELECT * FROM web_classrooms ORDER BY created_at, slug',
  );
  const get = db.prepare<[string], ClassroomRow>('SELECT * FROM web_classrooms WHERE slug = ?');
  const byCode = db.prepare<[string], ClassroomRow>('SELECT * FROM web_classrooms WHERE code = ?');
  const create = db.prepare('INSERT INTO web_classrooms (slug, title, code, created_at) VALUES (?, ?, ?, ?)');
  const setLocked = db.prepare('UPDATE web_classrooms SET locked = ? WHERE slug = ?');
  const remove = db.prepare('DELETE FROM web_classrooms WHERE slug = ?');
  const columns = 'id, classroom, session, name, removed, has_left';
  const selectMembers = `SELECT ${columns} FROM members`;
  const member = db.prepare<[string, string], MemberRow>(
    `${selectMembers} WHERE classroom = ? AND session = ?`,
  );
  const memberById = db.prepare<[number], MemberRow>(`${selectMembers} WHERE id = ?`);
  const members = db.prepare<[string], MemberRow>(`${selectMembers} WHERE classroom = ? ORDER BY name_key`);
  const of = db.prepare<[string], ClassroomRow>(
    `SELECT c.* FROM web_classrooms c JOIN members m ON m.classroom = c.slug
     WHERE m.session = ? AND m.removed = 0 ORDER BY c.created_at, c.slug`,
  );
  const insertMember = db.prepare<[string, string, string, string, number], MemberRow>(
    `INSERT INTO members (classroom, session, name, name_key, joined_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING RETURNING ${columns}`,
  );
  const rename = db.prepare('UPDATE OR IGNORE members SET name = ?, name_key = ? WHERE id = ?');
  const renameTeacher = db.prepare('UPDATE teachers SET name = ? WHERE id = ?');
  const changeName = nameChanger(db);
  const raise = db.prepare(RAISE);
  const setRemoved = db.prepare('UPDATE members SET removed = ?, has_left = 0 WHERE id = ?');
  const leave = db.prepare(
    `UPDATE members SET removed = 1, has_left = 1,
       session = iif(session IN (SELECT session FROM teacher_sessions), session, 'left ' || id)
     WHERE id = ?`,
  );
  const people = peopleStore(db);
  const remember = (id: number, name: string, now: number) =>
    people.seen({ id: personId({ id }), name, teacher: false }, now);

  const isTeacher = db.prepare<[string], number>('SELECT 1 FROM teacher_sessions WHERE session = ?').pluck();
  const addTeacher = db.prepare('INSERT OR IGNORE INTO teacher_sessions VALUES (?)');
  const removeTeacher = db.prepare('DELETE FROM teacher_sessions WHERE session = ?');
  const moveMembers = db.prepare('UPDATE members SET session = ? WHERE session = ?');
  const keepOnlyTeacher = db.prepare('DELETE FROM teacher_sessions WHERE session IS NOT ?');

  const said = messageStore(db);

  const ownerOf = (slug: string) => classroomOf({ platform: WEB, channel: slug });

  return {
    ...said,
    all: () => allClassrooms.all().map(toClassroom),
    get(slug) {
      const row = get.get(slug);
      return row && toClassroom(row);
    },
    byCode(code) {
      const row = byCode.get(code);
      return row && toClassroom(row);
    },
    create: db.transaction(
      ({ slug, title, code }: Parameters<ClassroomRepository['create']>[0], now: number) => {
        make(ownerOf(slug));
        joinShell.run(TERMINAL, slug, ownerOf(slug));
        create.run(slug, title, code, now);
        return toClassroom(get.get(slug) as ClassroomRow);
      },
    ),
    setLocked: (slug, locked) => void setLocked.run(Number(locked), slug),
    isTaken: (slug) => hasPlace.get(WEB, slug) !== undefined,
    remove(slug) {
      const owner = ownerOf(slug);
      // Its experiments and its place stay, so no new classroom can take the slug and get them.
      db.transaction(() => {
        remove.run(slug);
        forgetSettings.run(classroomScope(owner));
        for (const statement of forgetOwned) statement.run(owner);
      })();
      db.pragma('incremental_vacuum');
    },

    join: db.transaction((classroom: string, session: string, name: string, now: number) => {
      const row = insertMember.get(classroom, session, name, nameKey(name), now);
      if (!row) return undefined;
      remember(row.id, name, now);
      return toMember(row);
    }),
    member(classroom, session) {
      const row = member.get(classroom, session);
      return row && toMember(row);
    },
    memberById(id) {
      const row = memberById.get(id);
      return row && toMember(row);
    },
    members: (classroom) => members.all(classroom).map(toMember),
    of: (session) => of.all(session).map(toClassroom),
    rename: db.transaction((id: number, name: string, now: number) => {
      const before = memberById.get(id);
      if (!before || rename.run(name, nameKey(name), id).changes === 0) return undefined;
      const person = personId({ id });
      remember(id, name, now);
      renameTeacher.run(name, person);
      const changed = changeName(
        person,
        before.name,
        (card) => withName(card, before.name, name),
        (csv) => fileWithName(csv, before.name, name),
      );
      raise.run(before.classroom);
      return [...new Set(changed.map((one) => one.id))].map(said.load);
    }),
    setRemoved: (id, removed) => void setRemoved.run(Number(removed), id),
    leave: (id) => void leave.run(id),

    isTeacher: (session) => isTeacher.get(session) !== undefined,
    addTeacher: (session) => void addTeacher.run(session),
    moveSession: db.transaction((from: string, to: string) => {
      moveMembers.run(to, from);
      removeTeacher.run(from);
    }),
    keepOnlyTeacher: (session) => void keepOnlyTeacher.run(session ?? null),
  };
}
