/** Finds the experiment of a classroom by a number or `latest`. */
import type { Kind } from '../chat/kind.ts';
import type { DatasetInfos } from '../datasets/catalog.ts';
import { cut, plain } from '../i18n/typed.ts';
import { UserError } from '../i18n/user-error.ts';
import type { Experiment, ExperimentRepository } from './experiment.ts';
import { experimentName } from './words.ts';

type Repository = Pick<ExperimentRepository, 'get' | 'latest' | 'list'>;

export const LATEST = 'latest';
/** With `latest`, as many as the longest list of suggestions. */
const MOST_LISTED = 24;

/** Throws a UserError if the classroom has no such experiment. */
export function findExperiment(experiments: Repository, classroom: string, typed: string): Experiment {
  const wanted = plain(typed).replace(/^#/, '');
  if (wanted.toLowerCase() === LATEST) {
    const latest = experiments.latest(classroom);
    if (!latest) throw new UserError('experiment.noneYet');
    return latest;
  }
  const found = /^\d{1,15}$/.test(wanted) ? experiments.get(Number(wanted)) : undefined;
  if (!found || found.classroom !== classroom || found.state === 'proposed') {
    throw new UserError('experiment.unknown', { id: cut(typed, 20) }, 'id');
  }
  return found;
}

/** The experiments of a classroom as values of an option, newest first. */
export const experimentKind = (experiments: Repository, datasets: DatasetInfos): Kind => ({
  check(value, { classroom }) {
    findExperiment(experiments, classroom, value);
  },
  values({ classroom, t }) {
    const known = experiments.list(classroom, MOST_LISTED).map((experiment) => ({
      label: String(experiment.id),
      detail: `${experimentName(t, experiment, datasets)} (${t(`experiment.state.${experiment.state}`)})`,
    }));
    return known.length === 0 ? [] : [...known, { label: LATEST, detail: t('assist.latest') }];
  },
});
