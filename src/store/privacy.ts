/** People's data over all tables: reads it, deletes it on request, and deletes it when its time is up. */
import type { Card } from '../chat/card.ts';
import type {
  Kept,
  KeptAcceptance,
  KeptAnswer,
  KeptClassroom,
  KeptExperiment,
  KeptMessage,
  KeptPrediction,
  KeptResult,
  PrivacyRepository,
} from '../privacy/privacy.ts';
import type { Db } from './database.ts';
import { STILL_OPEN } from './predictions.ts';

/** The platform whose messages are stored here. */
const PLATFORM = 'web';
/** The id of the person's row as a member there; NULL for people of other platforms. */
const MEMBER = `iif(@person GLOB '${PLATFORM}:*', CAST(substr(@person, ${PLATFORM.length + 2}) AS INTEGER), NULL)`;
/** Messages by the person, or for them alone. */
const THEIRS = 'author = @person OR only_for = @person';
/** The place in which a classroom began. */
const CHANNEL = `substr(classroom, instr(classroom, ':') + 1) AS channel`;
const PLACE = `substr(classroom, 1, instr(classroom, ':') - 1) AS platform, ${CHANNEL}`;

/**
 * The owners of what stays when people delete their data. Ids of people have a colon; those of shells and chats contain
 * the person's name, so they must be removed as well.
 */
const NOBODY = 'nobody';

export function privacyStore(db: Db): PrivacyRepository {
  const person = db.prepare<[string], { id: string; name: string; seenAt: number }>(
    'SELECT id, name, seen_at AS seenAt FROM people WHERE id = ?',
  );
  const settings = db.prepare<[string], { name: string; value: string }>(
    `SELECT name, value FROM settings WHERE scope = 'person:' || ?`,
  );
  const experiments = db.prepare<[string], Omit<KeptExperiment, 'spec'> & { spec: string }>(
    `SELECT id, name, ${CHANNEL}, state, spec, created_at AS createdAt, finished_at AS finishedAt
     FROM experiments WHERE asker = ? ORDER BY id DESC`,
  );
  const results = db.prepare<[number], KeptResult>(
    `SELECT x.arm, x.seed, t.test_accuracy AS testAccuracy
     FROM experiment_trials x JOIN trials t ON t.id = x.trial WHERE x.experiment = ? ORDER BY x.position`,
  );
  const predictions = db.prepare<[string], KeptPrediction>(
    `SELECT experiment, arm, low, high, created_at AS createdAt
     FROM predictions WHERE person = ? ORDER BY experiment DESC`,
  );
  const classrooms = db.prepare<{ person: string }, KeptClassroom>(
    `WITH found (slug, joined_at, messages, oldest) AS (
       SELECT classroom, joined_at, 0, NULL FROM members WHERE id = ${MEMBER}
       UNION ALL SELECT classroom, NULL, count(*), min(created_at) FROM messages WHERE ${THEIRS} GROUP BY classroom)
     SELECT (SELECT classroom FROM places WHERE platform = '${PLATFORM}' AND channel = c.slug) AS classroom,
       c.slug, c.title, max(f.joined_at) AS joinedAt, sum(f.messages) AS messages, min(f.oldest) AS oldest
     FROM found f CROSS JOIN web_classrooms c USING (slug) GROUP BY c.slug`,
  );
  const answers = db.prepare<
    [string],
    Omit<KeptAnswer, 'answers' | 'revealed'> & { answers: string; revealed: 0 | 1 }
  >(
    `SELECT q.platform, q.channel, q.quiz, json_extract(r.item, '$.id') AS item, s.vote, s.answers, s.credit,
       s.created_at AS at, r.phase = 'revealed' AS revealed
     FROM submissions s JOIN rounds r ON r.id = s.round JOIN quiz_sessions q ON q.id = r.session
     WHERE s.person = ? ORDER BY s.rowid DESC`,
  );
  const accepted = db.prepare<[string], KeptAcceptance>(
    `SELECT q.platform, q.channel, q.quiz, json_extract(r.item, '$.id') AS item, a.blank, a.answer, a.created_at AS at
     FROM quiz_audit a JOIN rounds r ON r.id = a.round JOIN quiz_sessions q ON q.id = r.session
     WHERE a.by = ? ORDER BY a.id DESC`,
  );
  const teacherIn = db.prepare<[string], Kept['teacherIn'][number]>(
    `SELECT ${PLACE}, name FROM teachers WHERE id = ? ORDER BY platform, channel`,
  );
  const messages = db.prepare<
    { person: string },
    { channel: string; at: number; private: number; said: string | null; card: string | null }
  >(
    `SELECT classroom AS channel, created_at AS at, only_for IS NOT NULL AS private, said, card
     FROM messages WHERE ${THEIRS} ORDER BY id`,
  );

  const names = db
    .prepare<{ person: string }, string>(
      `SELECT name FROM people WHERE id = @person AND name <> ''
       UNION SELECT name FROM members WHERE id = ${MEMBER}`,
    )
    .pluck();
  const touched = db
    .prepare<{ person: string }, string>(`SELECT DISTINCT classroom FROM messages WHERE ${THEIRS}`)
    .pluck();
  const whereTheyWere = `SELECT classroom FROM members WHERE id = ${MEMBER}
       UNION SELECT classroom FROM messages WHERE ${THEIRS}
       UNION SELECT p.channel FROM experiments e JOIN places p USING (classroom)
         WHERE e.asker = @person AND p.platform = '${PLATFORM}'`;
  /** Answers that others see, in the person's classrooms, with the name somewhere in them. */
  const naming = db.prepare<
    { person: string; written: string },
    { id: number; classroom: string; card: string }
  >(
    `SELECT id, classroom, card FROM messages WHERE instr(card, @written) > 0 AND classroom IN (${whereTheyWere})`,
  );
  /** A teacher may have exported the answers of a class with names. */
  const files = db.prepare<
    { person: string },
    { id: number; classroom: string; name: string; content: Buffer }
  >(
    `SELECT m.id, m.classroom, a.name, a.content FROM attachments a CROSS JOIN messages m ON m.id = a.message
     WHERE a.media_type GLOB 'text/csv*' AND a.content IS NOT NULL AND m.classroom IN (${whereTheyWere})`,
  );
  const setFile = db.prepare('UPDATE attachments SET content = ? WHERE message = ? AND name = ?');
  // Open pages reload a message only if its revision is higher.
  const next = '(SELECT revision + 1 FROM web_classrooms WHERE slug = classroom)';
  const setCard = db.prepare(`UPDATE messages SET card = ?, revision = ${next} WHERE id = ?`);
  const insertNobody = db.prepare(
    `INSERT OR IGNORE INTO people (id, name, seen_at) VALUES ('${NOBODY}', '', 0)`,
  );
  // Private answers and plain messages go first; the person's remaining messages are answers that others see.
  const forgetting = [
    `DELETE FROM settings WHERE scope = 'person:' || @person`,
    'DELETE FROM messages WHERE only_for = @person OR (author = @person AND card IS NULL)',
    `UPDATE messages SET author = '${NOBODY}', said = NULL, key = NULL, revision = ${next} WHERE author = @person`,
    `UPDATE experiments SET asker = '${NOBODY}' WHERE asker = @person`,
    // A person who comes back may predict and answer again.
    `DELETE FROM submissions WHERE person = @person
     AND EXISTS (SELECT 1 FROM rounds WHERE id = round AND phase IN ('open', 'discuss', 'again'))`,
    `DELETE FROM predictions AS p WHERE person = @person AND ${STILL_OPEN}`,
    'UPDATE predictions SET person = NULL WHERE person = @person',
    // Counted answers stay, without a person.
    'UPDATE submissions SET person = NULL WHERE person = @person',
    'UPDATE quiz_audit SET by = NULL WHERE by = @person',
    `DELETE FROM members WHERE id = ${MEMBER}`,
    'DELETE FROM teachers WHERE id = @person',
    'DELETE FROM people WHERE id = @person',
  ].map((sql) => db.prepare<{ person: string }>(sql));
  const strays = db
    .prepare<[], string>(
      `SELECT id FROM people WHERE id GLOB '${PLATFORM}:*'
       AND NOT EXISTS (SELECT 1 FROM members WHERE id = CAST(substr(people.id, ${PLATFORM.length + 2}) AS INTEGER))`,
    )
    .pluck();
  const all = db.prepare<[], string>('SELECT id FROM classrooms ORDER BY id').pluck();
  const channels = db
    .prepare<[string], string>(
      `SELECT channel FROM places WHERE classroom = ? AND platform = '${PLATFORM}' ORDER BY channel`,
    )
    .pluck();
  const deleteBefore = db.prepare('DELETE FROM messages WHERE classroom = ? AND created_at < ?');
  /** All of a round or nothing: a part of one would be scored as if it were the whole. */
  const deleteRounds = db.prepare(
    `DELETE FROM prediction_rounds WHERE experiment IN (
       SELECT id FROM experiments WHERE classroom = ? AND created_at < ? AND state <> 'running')`,
  );
  const deleteSessions = db.prepare('DELETE FROM quiz_sessions WHERE classroom = ? AND created_at < ?');
  /** Tells open pages that what they show is out of date. */
  const raise = db.prepare(
    'UPDATE web_classrooms SET revision = revision + 1, deleted_revision = revision + 1 WHERE slug = ?',
  );

  const removePerson = db.transaction(
    (...[id, withoutName, fileWithoutName]: Parameters<PrivacyRepository['forget']>): string[] => {
      const channels = new Set(touched.all({ person: id }));
      for (const name of names.all({ person: id })) {
        const written = JSON.stringify(name).slice(1, -1);
        for (const { id: message, classroom, card } of naming.all({ person: id, written })) {
          const clean = (one: Card): Card => withoutName(one, name);
          const { also, ...first } = JSON.parse(card) as Card & { readonly also?: readonly Card[] };
          const changed = JSON.stringify({ ...clean(first), ...(also && { also: also.map(clean) }) });
          if (changed === card) continue;
          setCard.run(changed, message);
          channels.add(classroom);
        }
        for (const { id: message, classroom, name: file, content } of files.all({ person: id })) {
          const csv = content.toString();
          const changed = fileWithoutName(csv, name);
          if (changed === csv) continue;
          setFile.run(Buffer.from(changed), message, file);
          channels.add(classroom);
        }
      }
      insertNobody.run();
      for (const statement of forgetting) statement.run({ person: id });
      for (const channel of channels) raise.run(channel);
      return [...channels];
    },
  );
  const removeOld = db.transaction((classroom: string, time: number) => {
    const rounds = deleteRounds.run(classroom, time).changes;
    const sessions = deleteSessions.run(classroom, time).changes;
    const changed = channels.all(classroom).filter((one) => deleteBefore.run(one, time).changes > 0);
    for (const channel of changed) raise.run(channel);
    return { changed, any: changed.length + rounds + sessions > 0 };
  });

  return {
    kept(id): Kept {
      const known = person.get(id);
      if (!known) throw new Error(`${id} was never seen`);
      return {
        ...known,
        settings: Object.fromEntries(settings.all(id).map(({ name, value }) => [name, value])),
        experiments: experiments.all(id).map((row) => ({ ...row, spec: JSON.parse(row.spec) })),
        predictions: predictions.all(id),
        classrooms: classrooms.all({ person: id }),
        answers: answers
          .all(id)
          .map((row) => ({ ...row, answers: JSON.parse(row.answers), revealed: row.revealed === 1 })),
        accepted: accepted.all(id),
        teacherIn: teacherIn.all(id),
      };
    },
    messages: (id) =>
      messages.all({ person: id }).map(
        (row): KeptMessage => ({
          ...row,
          private: row.private === 1,
          card: row.card === null ? null : JSON.parse(row.card),
        }),
      ),
    results: (experiment) => results.all(experiment),
    forget(id, withoutName, fileWithoutName) {
      const channels = removePerson(id, withoutName, fileWithoutName);
      db.pragma('incremental_vacuum');
      // Until then, deleted data can still be read in the write-ahead log.
      db.pragma('wal_checkpoint(TRUNCATE)');
      return channels;
    },
    strays: () => strays.all(),
    classrooms: () => all.all(),
    deleteBefore(classroom, time) {
      const { changed, any } = removeOld(classroom, time);
      if (any) db.pragma('incremental_vacuum');
      return changed;
    },
  };
}
