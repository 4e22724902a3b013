/** Changes a person's name in what others were answered: cards, and files with the answers of a class. */
import type { Card } from '../chat/card.ts';
import type { Db } from './database.ts';

/** The platform whose messages are kept here. */
export const PLATFORM = 'web';
/** The id of the person's row as a member there; NULL for people of other platforms. */
export const MEMBER = `iif(@person GLOB '${PLATFORM}:*', CAST(substr(@person, ${PLATFORM.length + 2}) AS INTEGER), NULL)`;
/** Messages that are the person's, or for them alone. */
export const THEIRS = 'author = @person OR only_for = @person';
/** Open pages take a message again only when its revision is higher. */
export const NEXT_REVISION = '(SELECT revision + 1 FROM web_classrooms WHERE slug = classroom)';
/** Open pages that were away then know that what they show is no longer true. */
export const RAISE =
  'UPDATE web_classrooms SET revision = revision + 1, deleted_revision = revision + 1 WHERE slug = ?';

export interface ChangedMessage {
  readonly id: number;
  readonly classroom: string;
}

/**
 * Makes a function that changes all cards and CSV files that others see where the person was, with a name of theirs in
 * them, and returns the messages that have changed. The revision of their classrooms is to be raised afterwards.
 */
export function nameChanger(db: Db) {
  const whereTheyWere = `SELECT classroom FROM members WHERE id = ${MEMBER}
       UNION SELECT classroom FROM messages WHERE ${THEIRS}
       UNION SELECT p.channel FROM experiments e JOIN places p USING (classroom)
         WHERE e.asker = @person AND p.platform = '${PLATFORM}'`;
  const naming = db.prepare<{ person: string; written: string }, ChangedMessage & { card: string }>(
    `SELECT id, classroom, card FROM messages WHERE instr(card, @written) > 0 AND classroom IN (${whereTheyWere})`,
  );
  /** A teacher may have had the answers of a class as a file with names. */
  const files = db.prepare<{ person: string }, ChangedMessage & { name: string; content: Buffer }>(
    `SELECT m.id, m.classroom, a.name, a.content FROM attachments a CROSS JOIN messages m ON m.id = a.message
     WHERE a.media_type GLOB 'text/csv*' AND a.content IS NOT NULL AND m.classroom IN (${whereTheyWere})`,
  );
  const setFile = db.prepare('UPDATE attachments SET content = ? WHERE message = ? AND name = ?');
  const setCard = db.prepare(`UPDATE messages SET card = ?, revision = ${NEXT_REVISION} WHERE id = ?`);

  return (
    person: string,
    name: string,
    changeCard: (card: Card) => Card,
    changeFile: (csv: string) => string,
  ): ChangedMessage[] => {
    const found: ChangedMessage[] = [];
    const written = JSON.stringify(name).slice(1, -1);
    for (const { id, classroom, card } of naming.all({ person, written })) {
      const { also, ...first } = JSON.parse(card) as Card & { readonly also?: readonly Card[] };
      const changed = JSON.stringify({ ...changeCard(first), ...(also && { also: also.map(changeCard) }) });
      if (changed === card) continue;
      setCard.run(changed, id);
      found.push({ id, classroom });
    }
    for (const { id, classroom, name: file, content } of files.all({ person })) {
      const csv = content.toString();
      const changed = changeFile(csv);
      if (changed === csv) continue;
      setFile.run(Buffer.from(changed), id, file);
      found.push({ id, classroom });
    }
    return found;
  };
}
