/** A job: durable work after an answer, handled by a subject. */

export interface Job {
  readonly id: number;
  /** What the job is about: the id of an experiment, or of a round. */
  readonly subject: number;
}

/** Does the job, or resumes it after a restart. Rejects with the signal's reason when it is aborted. */
export type JobHandler = (job: Job, signal: AbortSignal) => Promise<void>;

/** Why a job was aborted. */
export class JobCancelled extends Error {
  override readonly name = 'JobCancelled';
}
export class JobSuspended extends Error {
  override readonly name = 'JobSuspended';
}
