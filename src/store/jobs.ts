/** Jobs, and the posts that show their progress. */
import type { Posted } from '../chat/place.ts';
import type { Post, PostRepository } from '../chat/ports.ts';
import type { JobRepository, JobRow } from '../jobs/jobs.ts';
import type { Db } from './database.ts';

export function jobStore(db: Db): JobRepository {
  const claim = db.prepare(
    `UPDATE jobs SET state = 'running', claimed_by = @owner
     WHERE id = @id AND (state = 'queued' OR (state = 'running' AND claimed_by <> @owner))`,
  );
  const get = db.prepare<[number], JobRow>('SELECT id, kind, subject FROM jobs WHERE id = ?');
  const unfinished = db.prepare<[], JobRow>(
    `SELECT id, kind, subject FROM jobs WHERE state IN ('queued', 'running') ORDER BY id`,
  );
  const finish = db.prepare(`UPDATE jobs SET state = ?, finished_at = ? WHERE id = ?`);
  const release = db.prepare(`UPDATE jobs SET state = 'queued', claimed_by = NULL WHERE id = ?`);
  return {
    claim: (id, owner) => claim.run({ id, owner }).changes === 1,
    get: (id) => get.get(id),
    unfinished: () => unfinished.all(),
    finish: (id, state, now) => void finish.run(state, now, id),
    release: (id) => void release.run(id),
  };
}

interface PostRow {
  id: number;
  job: number;
  place: string;
  locale: string;
  posted: string | null;
}

interface Posts extends PostRepository {
  /** The unfinished job whose card this is. */
  unfinishedIn(posted: Posted): { readonly kind: string; readonly subject: number } | undefined;
}

export function postStore(db: Db): Posts {
  const ofJob = db.prepare<[number], PostRow>('SELECT * FROM posts WHERE job = ?');
  const setPosted = db.prepare('UPDATE posts SET posted = ?, locale = ? WHERE id = ?');
  const unfinishedIn = db.prepare<Posted, { kind: string; subject: number }>(
    `SELECT j.kind, j.subject FROM jobs j JOIN posts p ON p.job = j.id
     WHERE j.state IN ('queued', 'running') AND p.posted ->> 'platform' = @platform
       AND p.posted ->> 'channel' = @channel AND p.posted ->> 'message' = @message`,
  );
  return {
    unfinishedIn: (posted) => unfinishedIn.get(posted),
    ofJob(job): Post | undefined {
      const row = ofJob.get(job);
      return (
        row && {
          id: row.id,
          job: row.job,
          place: JSON.parse(row.place),
          locale: row.locale,
          ...(row.posted !== null && { posted: JSON.parse(row.posted) }),
        }
      );
    },
    setPosted: (post, posted, locale) => void setPosted.run(JSON.stringify(posted), locale, post),
  };
}
