/** Classrooms of the page, their members and their messages. */
import { deflateSync, inflateSync } from 'node:zlib';
import { classroomScope } from '../chat/ports.ts';
import { TERMINAL } from '../platforms/terminal/terminal.ts';
import type {
  Classroom,
  ClassroomRepository,
  Member,
  NewMessage,
  StoredMessage,
} from '../platforms/web/classrooms.ts';
import { nameKey, personId, WEB } from '../platforms/web/classrooms.ts';
import type { Attachment, Content } from '../platforms/web/stored-card.ts';
import { fileWithName, withName } from '../privacy/names.ts';
import type { Db } from './database.ts';
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

interface MessageRow {
  id: number;
  classroom: string;
  revision: number;
  author: string | null;
  author_name: string | null;
  only_for: string | null;
  said: string | null;
  pressed: string | null;
  answers: number | null;
  open: string | null;
  closed_at: number | null;
  card: string | null;
  created_at: number;
}

interface AttachmentRow {
  name: string;
  hash: string;
  media_type: string;
}

interface ContentRow {
  figure: string | null;
  content: Buffer | null;
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

const toMessage = (row: MessageRow): StoredMessage => ({
  id: row.id,
  classroom: row.classroom,
  revision: row.revision,
  at: row.created_at,
  ...(row.author !== null && { author: { id: row.author, name: row.author_name ?? '' } }),
  ...(row.only_for !== null && { onlyFor: row.only_for }),
  ...(row.said !== null && { said: row.said }),
  ...(row.pressed !== null && { pressed: row.pressed }),
  ...(row.answers !== null && { answers: row.answers }),
  isOpen: row.open !== null,
  ...(row.closed_at !== null && { closedAt: row.closed_at }),
  ...(row.card !== null && { card: JSON.parse(row.card) }),
});

/** Bytes of a card with what belongs to it. */
const sizeOf = (card: string | null, columns: readonly Columns[]): number =>
  columns.reduce(
    (sum, { figure, content }) => sum + Buffer.byteLength(figure ?? '') + (content?.length ?? 0),
    Buffer.byteLength(card ?? ''),
  );

type Columns = AttachmentRow & { readonly figure: string | null; readonly content: Uint8Array | null };

/** The data of a chart and the words of a sheet are text; a sheet's images are packed. */
function columnsOf(one: Attachment): Columns {
  const { name, hash, mediaType: media_type } = one;
  const row = (figure: object | null, content: Uint8Array | null) => ({
    ...{ name, hash, media_type },
    figure: figure && JSON.stringify(figure),
    content,
  });
  if ('figure' in one) return row(one.figure, null);
  return 'sheet' in one
    ? row(one.sheet, one.pixels ? deflateSync(one.pixels) : null)
    : row(null, one.content);
}

/** `first` reads the images of a sheet where they are kept with the card's first language. */
function toContent({ figure, content }: ContentRow, first: () => Buffer | null | undefined): Content {
  if (figure === null) return { content: content ?? new Uint8Array() };
  const data = JSON.parse(figure);
  if (!('cells' in data)) return { figure: data };
  const packed = content ?? first();
  return { sheet: data, ...(packed && { pixels: inflateSync(packed) }) };
}

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
  const nextRevision = db
    .prepare<[string], number>(
      'UPDATE web_classrooms SET revision = revision + 1 WHERE slug = ? RETURNING revision',
    )
    .pluck();

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

  const messages = (where: string) =>
    `SELECT m.*, p.name AS author_name FROM messages m LEFT JOIN people p ON p.id = m.author WHERE ${where}`;
  const message = db.prepare<[number], MessageRow>(messages('m.id = ?'));
  const visible = 'm.classroom = ? AND (m.only_for IS NULL OR m.only_for = ?)';
  const seen = db.prepare<[string, string, number], MessageRow>(messages(`${visible} AND m.id = ?`));
  const since = db.prepare<[string, string, number, number], MessageRow>(
    messages(`${visible} AND m.revision > ? ORDER BY m.revision LIMIT ?`),
  );
  const before = db.prepare<[string, string, number, number], MessageRow>(
    messages(`${visible} AND m.id < ? ORDER BY m.id DESC LIMIT ?`),
  );
  // An author who has deleted their data meanwhile becomes NULL.
  const insert = db.prepare(
    `INSERT INTO messages
       (classroom, revision, author, key, nonce, only_for, said, pressed, answers, open, card, created_at, bytes)
     VALUES (@classroom, @revision, (SELECT id FROM people WHERE id = @author), @key, @nonce, @onlyFor, @said, @pressed,
       @answers, @open, @card, @now, @bytes)`,
  );
  const askedAgain = db.prepare('UPDATE messages SET open = NULL WHERE classroom = ? AND open = ?');
  const open = db.prepare<[string], MessageRow>(messages('m.classroom = ? AND m.open IS NOT NULL'));
  const closed = db.prepare<[string], MessageRow>(
    messages('m.classroom = ? AND m.closed_at IS NOT NULL ORDER BY m.closed_at DESC LIMIT 1'),
  );
  const known = db.prepare<
    { classroom: string; author: string | null; key: string | null; nonce: string | null },
    MessageRow
  >(
    messages(
      'm.classroom = @classroom AND (m.nonce = @nonce OR (m.author = @author AND m.key = @key)) LIMIT 1',
    ),
  );
  const keyed = db
    .prepare<[string, string, string], number>(
      'SELECT id FROM messages WHERE classroom = ? AND author = ? AND key = ?',
    )
    .pluck();
  const update = db.prepare(
    `UPDATE messages SET card = @card, revision = @revision, bytes = coalesce(octet_length(said), 0) + @bytes, open = @open,
       closed_at = CASE WHEN open IS NOT NULL AND @open IS NULL THEN @now ELSE closed_at END WHERE id = @id`,
  );
  const deleteMessage = db.prepare('DELETE FROM messages WHERE id = ?');
  const detach = db.prepare('DELETE FROM attachments WHERE message = ?');
  const attach = db.prepare('INSERT INTO attachments VALUES (?, ?, ?, ?, ?, ?)');
  const attachment = db.prepare<[string, string, number, string], AttachmentRow>(
    `SELECT a.name, a.hash, a.media_type FROM attachments a JOIN messages m ON m.id = a.message WHERE ${visible} AND m.id = ? AND a.name = ?`,
  );

  const bytesOf = (where: string) =>
    db.prepare<unknown[], number>(`SELECT coalesce(sum(bytes), 0) FROM messages WHERE ${where}`).pluck();
  const bytesOfAll = bytesOf('classroom = ?');
  const bytesOfAuthor = bytesOf('classroom = ? AND author = ?');
  const contents = db.prepare<[number, string], ContentRow>(
    'SELECT figure, content FROM attachments WHERE message = ? AND name = ?',
  );

  const ownerOf = (slug: string) => classroomOf({ platform: WEB, channel: slug });
  const load = (id: number | bigint): StoredMessage => toMessage(message.get(Number(id)) as MessageRow);

  function attachAll(id: number, columns: readonly Columns[]): void {
    for (const { name, hash, media_type, figure, content } of columns)
      attach.run(id, name, hash, media_type, figure, content);
  }

  return {
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
      return [...new Set(changed.map((one) => one.id))].map(load);
    }),
    setRemoved: (id, removed) => void setRemoved.run(Number(removed), id),
    leave: (id) => void leave.run(id),

    bytes: (classroom, author) =>
      (author === undefined ? bytesOfAll.get(classroom) : bytesOfAuthor.get(classroom, author)) ?? 0,

    isTeacher: (session) => isTeacher.get(session) !== undefined,
    addTeacher: (session) => void addTeacher.run(session),
    moveSession: db.transaction((from: string, to: string) => {
      moveMembers.run(to, from);
      removeTeacher.run(from);
    }),
    keepOnlyTeacher: (session) => void keepOnlyTeacher.run(session ?? null),

    add: db.transaction((given: NewMessage, now: number) => {
      const { classroom, author = null, key = null, nonce = null, onlyFor = null, said = null, card } = given;
      const there = known.get({ classroom, author, key, nonce });
      if (there) return { message: toMessage(there), isNew: false };
      const text = card ? JSON.stringify(card) : null;
      const asks = onlyFor === null ? card?.open?.id : undefined;
      if (asks !== undefined) askedAgain.run(classroom, asks);
      const columns = (given.attachments ?? []).map(columnsOf);
      const { lastInsertRowid } = insert.run({
        classroom,
        revision: nextRevision.get(classroom),
        author,
        key,
        nonce,
        onlyFor,
        said,
        pressed: given.pressed ?? null,
        answers: given.answers ?? null,
        open: asks ?? null,
        card: text,
        now,
        bytes: Buffer.byteLength(said ?? '') + sizeOf(text, columns),
      });
      attachAll(Number(lastInsertRowid), columns);
      return { message: load(lastInsertRowid), isNew: true };
    }),
    edit: db.transaction((id, card, attachments, now) => {
      const there = message.get(id);
      if (!there) return undefined;
      const text = JSON.stringify(card);
      const columns = attachments.map(columnsOf);
      update.run({
        id,
        card: text,
        revision: nextRevision.get(there.classroom),
        bytes: sizeOf(text, columns),
        open: there.only_for === null ? (card.open?.id ?? null) : null,
        now,
      });
      detach.run(id);
      attachAll(id, columns);
      return load(id);
    }),
    keyed: (classroom, author, key) => keyed.get(classroom, author, key),
    message(classroom, viewer, id) {
      const row = seen.get(classroom, viewer, id);
      return row && toMessage(row);
    },
    delete(classroom, id) {
      db.transaction(() => {
        raise.run(classroom);
        deleteMessage.run(id);
      })();
      db.pragma('incremental_vacuum');
      // Until then, what was deleted can still be read in the log beside the database.
      db.pragma('wal_checkpoint(TRUNCATE)');
      return get.get(classroom)?.revision ?? 0;
    },
    asked: (classroom) => [...open.all(classroom), ...closed.all(classroom)].map(toMessage),
    since: (classroom, viewer, revision, limit) =>
      since.all(classroom, viewer, revision, limit).map(toMessage),
    before: (classroom, viewer, id, limit) =>
      before
        .all(classroom, viewer, id ?? Number.MAX_SAFE_INTEGER, limit)
        .map(toMessage)
        .reverse(),
    attachment(classroom, viewer, id, name) {
      const row = attachment.get(classroom, viewer, id, name);
      if (!row) return undefined;
      const { media_type: mediaType, ...info } = row;
      return {
        ...info,
        mediaType,
        read() {
          const row = contents.get(id, name) as ContentRow;
          return toContent(row, () => contents.get(id, name.slice(name.indexOf('/') + 1))?.content);
        },
      };
    },
  };
}
