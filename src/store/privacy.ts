/** People's data over all tables: reads it, deletes it on request, and deletes it when its time is up. */
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
import { MEMBER, NEXT_REVISION, nameChanger, PLATFORM, RAISE, THEIRS } from './names.ts';
import { STILL_OPEN } from './predictions.ts';

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
  const changeName = nameChanger(db);
  const insertNobody = db.prepare(
    `INSERT OR IGNORE INTO people (id, name, seen_at) VALUES ('${NOBODY}', '', 0)`,
  );
  // Private answers and plain messages go first; the person's remaining messages are answers that others see.
  const forgetting = [
    `DELETE FROM settings WHERE scope = 'person:' || @person`,
    'DELETE FROM messages WHERE only_for = @person OR (author = @person AND card IS NULL)',
    `UPDATE messages SET author = '${NOBODY}', said = NULL, key = NULL, revision = ${NEXT_REVISION} WHERE author = @person`,
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
  const raise = db.prepare(RAISE);

  const removePerson = db.transaction(
    (...[id, withoutName, fileWithoutName]: Parameters<PrivacyRepository['forget']>): string[] => {
      const channels = new Set(touched.all({ person: id }));
      for (const name of names.all({ person: id })) {
        for (const { classroom } of changeName(
          id,
          name,
          (card) => withoutName(card, name),
          (csv) => fileWithoutName(csv, name),
        ))
          channels.add(classroom);
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
