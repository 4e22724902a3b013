/** Which experiment of a channel somebody means who types a number or `latest`. */
import type { Kind } from '../chat/assist.ts';
import { cut, plain } from '../i18n/typed.ts';
import { UserError } from '../i18n/user-error.ts';
import type { Experiment, ExperimentRepository } from './experiment.ts';
import { experimentName } from './words.ts';

type Repository = Pick<ExperimentRepository, 'get' | 'latest' | 'list'>;

export const LATEST = 'latest';
/** With `latest`, as many as are ever suggested. */
const MOST_LISTED = 24;

/** Throws a UserError where there is no such experiment in the channel. */
export function findExperiment(experiments: Repository, channel: string, typed: string): Experiment {
  const wanted = plain(typed).replace(/^#/, '');
  if (wanted.toLowerCase() === LATEST) {
    const latest = experiments.latest(channel);
    if (!latest) throw new UserError('experiment.noneYet');
    return latest;
  }
  const found = /^\d{1,15}$/.test(wanted) ? experiments.get(Number(wanted)) : undefined;
  if (!found || found.channel !== channel || found.state === 'proposed') {
    throw new UserError('experiment.unknown', { id: cut(typed, 20) }, 'id');
  }
  return found;
}

/** The experiments of a channel as values of an option, newest first. */
export const experimentKind = (experiments: Repository): Kind => ({
  check(value, { place }) {
    findExperiment(experiments, place.channel, value);
  },
  values({ place, t }) {
    const known = experiments.list(place.channel, MOST_LISTED).map((experiment) => ({
      label: String(experiment.id),
      detail: `${experimentName(t, experiment)} (${t(`experiment.state.${experiment.state}`)})`,
    }));
    return known.length === 0 ? [] : [...known, { label: LATEST, detail: t('assist.latest') }];
  },
});
