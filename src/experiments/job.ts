/** The life of an experiment's job: waits for predictions, trains, and keeps the card up to date until its last version. */
import { JobCancelled, type JobHandler, JobSuspended } from '../chat/job.ts';
import type { FollowJob } from '../chat/live-card.ts';
import { PassingError, UserError } from '../i18n/user-error.ts';
import type { Clock } from '../time/clock.ts';
import type { ExperimentAddition } from './addition.ts';
import { type RunParts, runExperiment } from './run.ts';
import type { ExperimentService } from './service.ts';

export interface ExperimentJobParts extends Omit<RunParts, 'now'>, Pick<ExperimentService, 'card'> {
  readonly addition: Pick<ExperimentAddition, 'follow' | 'wait'>;
  readonly follow: FollowJob;
  readonly clock: Clock;
}

export const experimentHandler = (parts: ExperimentJobParts): JobHandler => {
  const { experiments, addition, clock } = parts;
  const now = () => clock.now();

  return async ({ id: job, subject: experiment }, signal) => {
    let trouble: UserError | undefined;
    const live = parts.follow(job, (locale) => parts.card(experiment, locale, trouble));
    const unfollow = addition.follow(experiment, live.changed);
    const suspended = () => signal.reason instanceof JobSuspended;
    let shown = true;
    try {
      await addition.wait(experiment, signal);
      await runExperiment(experiment, { ...parts, now }, live.changed, signal);
    } catch (error) {
      const state = signal.reason instanceof JobCancelled ? 'cancelled' : 'failed';
      const problem = error instanceof UserError ? { key: error.key, params: error.params } : undefined;
      if (error instanceof PassingError && !signal.aborted) trouble = error;
      else if (!suspended()) experiments.finish(experiment, state, now(), problem);
      throw error;
    } finally {
      unfollow();
      if (!suspended()) shown = await live.end();
    }
    // The job ends only after its last card is shown.
    if (!shown) throw new PassingError('error.notShown');
  };
};
