/** Sessions, rounds and submissions of quizzes, a classroom's own quizzes, and its reviews. */
import type { JobReference } from '../chat/command.ts';
import type { Item, Quiz } from '../quiz/content/quiz.ts';
import type { Learning } from '../quiz/session/review.ts';
import type {
  Acceptance,
  Learned,
  NewSession,
  Phase,
  QuizRepository,
  Regraded,
  Round,
  Session,
  Submission,
  Vote,
} from '../quiz/session/session.ts';
import type { Db } from './database.ts';
import { classroomMaker } from './places.ts';

interface SessionRow {
  id: number;
  classroom: string;
  platform: string;
  channel: string;
  quiz: string;
  title: string;
  items: string;
  mode: Session['mode'];
  seconds: number;
  created_at: number;
  ended_at: number | null;
}

interface RoundRow {
  id: number;
  session: number;
  position: number;
  item: string;
  phase: Phase;
  left_ms: number | null;
  accepted: string;
  known_before: string | null;
  created_at: number;
}

interface SubmissionRow {
  id: number;
  round: number;
  person: string | null;
  name: string | null;
  vote: Vote;
  answers: string;
  grades: string;
  credit: number;
  changes: number;
  nearly: number;
  created_at: number;
}

const toSession = (row: SessionRow): Session => ({
  id: row.id,
  classroom: row.classroom,
  place: { platform: row.platform, channel: row.channel },
  quiz: row.quiz,
  title: JSON.parse(row.title),
  items: JSON.parse(row.items),
  mode: row.mode,
  seconds: row.seconds,
  createdAt: row.created_at,
  ...(row.ended_at !== null && { endedAt: row.ended_at }),
});

const toRound = (row: RoundRow): Round => ({
  id: row.id,
  session: row.session,
  position: row.position,
  item: JSON.parse(row.item),
  phase: row.phase,
  ...(row.left_ms !== null && { left: row.left_ms }),
  accepted: JSON.parse(row.accepted),
  ...(row.known_before !== null && { knownBefore: JSON.parse(row.known_before) }),
  createdAt: row.created_at,
});

const toSubmission = (row: SubmissionRow): Submission => ({
  id: row.id,
  round: row.round,
  ...(row.person !== null && { person: row.person }),
  name: row.name ?? '',
  vote: row.vote,
  answers: JSON.parse(row.answers),
  grades: JSON.parse(row.grades),
  credit: row.credit,
  changes: row.changes,
  nearly: row.nearly,
  at: row.created_at,
});

export function quizStore(db: Db): QuizRepository {
  const make = classroomMaker(db);
  const begin = db.prepare(
    `INSERT INTO quiz_sessions (classroom, platform, channel, quiz, title, items, mode, seconds, created_at)
     VALUES (@classroom, @platform, @channel, @quiz, @title, @items, @mode, @seconds, @createdAt)`,
  );
  const session = db.prepare<[number], SessionRow>('SELECT * FROM quiz_sessions WHERE id = ?');
  const latest = db.prepare<[string], SessionRow>(
    'SELECT * FROM quiz_sessions WHERE classroom = ? ORDER BY id DESC LIMIT 1',
  );
  const end = db.prepare('UPDATE quiz_sessions SET ended_at = ? WHERE id = ? AND ended_at IS NULL');
  const open = db.prepare(
    `INSERT INTO rounds (session, position, item, phase, left_ms, created_at) VALUES (?, ?, ?, 'open', ?, ?)`,
  );
  const insertJob = db.prepare(
    `INSERT INTO jobs (kind, subject, state, created_at) VALUES ('round', ?, 'queued', ?)`,
  );
  const insertPost = db.prepare('INSERT INTO posts (job, place, locale) VALUES (?, ?, ?)');
  const round = db.prepare<[number], RoundRow>('SELECT * FROM rounds WHERE id = ?');
  const rounds = db.prepare<[number], RoundRow>('SELECT * FROM rounds WHERE session = ? ORDER BY position');
  const jobOf = db.prepare<[number], JobReference>(
    `SELECT j.id AS job, p.id AS post FROM jobs j JOIN posts p ON p.job = j.id
     WHERE j.kind = 'round' AND j.subject = ?`,
  );
  const requeue = db.prepare(
    `UPDATE jobs SET state = 'queued', claimed_by = NULL, finished_at = NULL
     WHERE kind = 'round' AND subject = ? AND state IN ('done', 'failed', 'cancelled')`,
  );
  const setLeft = db.prepare('UPDATE rounds SET left_ms = ? WHERE id = ?');
  const setPhase = db.prepare('UPDATE rounds SET phase = ?, left_ms = ? WHERE id = ? AND phase = ?');
  const setItem = db.prepare('UPDATE rounds SET item = ? WHERE id = ?');
  const setKnownBefore = db.prepare('UPDATE rounds SET known_before = ? WHERE id = ?');
  const setAccepted = db.prepare('UPDATE rounds SET accepted = ? WHERE id = ?');
  const submit = db.prepare(
    `INSERT INTO submissions (round, person, vote, answers, grades, credit, changes, nearly, created_at)
     VALUES (@round, @person, @vote, @answers, @grades, @credit, @changes, @nearly, @at)
     ON CONFLICT (round, person, vote) DO UPDATE SET answers = excluded.answers, grades = excluded.grades,
       credit = excluded.credit, changes = excluded.changes, nearly = excluded.nearly,
       created_at = excluded.created_at`,
  );
  const select = (where: string) =>
    `SELECT s.rowid AS id, s.*, p.name FROM submissions s LEFT JOIN people p ON p.id = s.person WHERE ${where}`;
  const submission = db.prepare<[number, string, number], SubmissionRow>(
    select('s.round = ? AND s.person = ? AND s.vote = ?'),
  );
  const submissions = db.prepare<[number], SubmissionRow>(select('s.round = ? ORDER BY s.vote, s.rowid'));
  const given = db.prepare<[number], SubmissionRow>(
    select(`s.round IN (SELECT id FROM rounds WHERE session = ?) ORDER BY s.round, s.vote, s.rowid`),
  );
  const count = db
    .prepare<[number, number], number>('SELECT count(*) FROM submissions WHERE round = ? AND vote = ?')
    .pluck();
  const regrade = db.prepare('UPDATE submissions SET grades = @grades, credit = @credit WHERE rowid = @id');
  const audit = db.prepare(
    `INSERT INTO quiz_audit (round, blank, answer, by, regraded, created_at)
     VALUES (@round, @blank, @answer, @by, @regraded, @now)`,
  );
  const own = db.prepare<[string], { name: string; quiz: string }>(
    'SELECT name, quiz FROM own_quizzes WHERE classroom = ? ORDER BY name',
  );
  const save = db.prepare(
    `INSERT INTO own_quizzes (classroom, name, source, quiz, created_at)
     VALUES (@classroom, @name, @source, @quiz, @now)
     ON CONFLICT DO UPDATE SET source = excluded.source, quiz = excluded.quiz, created_at = excluded.created_at`,
  );
  const learning = db.prepare<[string], Learned>(
    `SELECT quiz, item, box, due_at AS dueAt, successes FROM learning
     WHERE classroom = ? ORDER BY due_at, quiz, item`,
  );
  const learn = db.prepare(
    `INSERT INTO learning (classroom, quiz, item, box, due_at, successes)
     VALUES (@classroom, @quiz, @item, @box, @dueAt, @successes)
     ON CONFLICT DO UPDATE SET box = excluded.box, due_at = excluded.due_at, successes = excluded.successes`,
  );
  const learnt = db.prepare(
    'DELETE FROM learning WHERE classroom = @classroom AND quiz = @quiz AND item = @item',
  );

  const regradeAll = (regraded: readonly Regraded[]) => {
    for (const { id, grades, credit } of regraded)
      regrade.run({ id, grades: JSON.stringify(grades), credit });
  };
  const sessionOf = (row: SessionRow | undefined) => row && toSession(row);

  return {
    begin: db.transaction(({ place: { platform, channel }, title, items, ...rest }: NewSession) => {
      make(rest.classroom);
      const texts = { title: JSON.stringify(title), items: JSON.stringify(items) };
      return Number(begin.run({ platform, channel, ...rest, ...texts }).lastInsertRowid);
    }),
    session: (id) => sessionOf(session.get(id)),
    current(classroom) {
      const found = sessionOf(latest.get(classroom));
      return found?.endedAt === undefined ? found : undefined;
    },
    latest: (classroom) => sessionOf(latest.get(classroom)),
    end: (id, now) => void end.run(now, id),

    open: db.transaction((made, at) => {
      const { session: of, position, item, left, createdAt } = made;
      const id = Number(
        open.run(of, position, JSON.stringify(item), left ?? null, createdAt).lastInsertRowid,
      );
      const job = Number(insertJob.run(id, createdAt).lastInsertRowid);
      const post = Number(insertPost.run(job, JSON.stringify(at.place), at.locale).lastInsertRowid);
      return { round: id, job, post };
    }) as QuizRepository['open'],
    round(id) {
      const row = round.get(id);
      return row && toRound(row);
    },
    rounds: (id) => rounds.all(id).map(toRound),
    jobOf: (id) => jobOf.get(id),
    setLeft: (id, left) => void setLeft.run(left, id),
    setPhase: db.transaction((id: number, from: Phase, to: Phase, left: number | undefined) => {
      const { changes } = setPhase.run(to, left ?? null, id, from);
      requeue.run(id);
      return changes === 1;
    }),
    setItem: db.transaction((id: number, item: Item, regraded: readonly Regraded[]) => {
      setItem.run(JSON.stringify(item), id);
      regradeAll(regraded);
    }),

    submit: (id, person, { answers, grades, ...rest }) =>
      void submit.run({
        round: id,
        person: person.id,
        answers: JSON.stringify(answers),
        grades: JSON.stringify(grades),
        ...rest,
      }),
    submission(id, person, vote): Submission | undefined {
      const row = submission.get(id, person, vote);
      return row && toSubmission(row);
    },
    submissions: (id) => submissions.all(id).map(toSubmission),
    given: (id) => given.all(id).map(toSubmission),
    count: (id, vote) => count.get(id, vote) ?? 0,
    accept: db.transaction(
      (id: number, { blank, answer, by }: Acceptance, regraded: readonly Regraded[], now: number) => {
        const { accepted } = toRound(round.get(id) as RoundRow);
        setAccepted.run(JSON.stringify({ ...accepted, [blank]: [...(accepted[blank] ?? []), answer] }), id);
        regradeAll(regraded);
        audit.run({ round: id, blank, answer, by, regraded: regraded.length, now });
        requeue.run(id);
      },
    ),

    own: (classroom) => own.all(classroom).map(({ name, quiz }) => ({ name, quiz: JSON.parse(quiz) })),
    save: db.transaction((classroom: string, name: string, source: string, quiz: Quiz, now: number) => {
      make(classroom);
      save.run({ classroom, name, source, quiz: JSON.stringify(quiz), now });
    }),

    learning: (classroom) => learning.all(classroom),
    setKnownBefore: (id, known) => void setKnownBefore.run(known ? JSON.stringify(known) : null, id),
    setLearning: db.transaction(
      (classroom: string, quiz: string, item: string, known: Learning | undefined) => {
        make(classroom);
        if (known) learn.run({ classroom, quiz, item, ...known });
        else learnt.run({ classroom, quiz, item });
      },
    ),
  };
}
