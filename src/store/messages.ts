/** What is said in classrooms of the page, with the cards, images and files. */
import { deflateSync, inflateSync } from 'node:zlib';
import type { MessageRepository, NewMessage, StoredMessage } from '../platforms/web/classrooms.ts';
import type { Attachment, Content } from '../platforms/web/stored-card.ts';
import type { Db } from './database.ts';
import { RAISE } from './names.ts';

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

export interface MessageStore extends MessageRepository {
  /** A message that is there. */
  load(id: number | bigint): StoredMessage;
}

export function messageStore(db: Db): MessageStore {
  const nextRevision = db
    .prepare<[string], number>(
      'UPDATE web_classrooms SET revision = revision + 1 WHERE slug = ? RETURNING revision',
    )
    .pluck();

  const revision = db.prepare<[string], number>('SELECT revision FROM web_classrooms WHERE slug = ?').pluck();
  const raise = db.prepare(RAISE);
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

  const load = (id: number | bigint): StoredMessage => toMessage(message.get(Number(id)) as MessageRow);

  function attachAll(id: number, columns: readonly Columns[]): void {
    for (const { name, hash, media_type, figure, content } of columns)
      attach.run(id, name, hash, media_type, figure, content);
  }

  return {
    load,
    bytes: (classroom, author) =>
      (author === undefined ? bytesOfAll.get(classroom) : bytesOfAuthor.get(classroom, author)) ?? 0,

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
      return revision.get(classroom) ?? 0;
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
