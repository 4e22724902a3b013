/** Everything that is stored about a person, as JSON that other programs can read. */
import type { KeptAnswer, PrivacyRepository } from './privacy.ts';

const revealed = ({ at: _, revealed: __, ...answer }: KeptAnswer) => answer;

/** Until the key is shown, without hints to it: the credit, and the names of the item and its blanks. */
const unrevealed = ({ platform, channel, quiz, vote, answers }: KeptAnswer) => ({
  platform,
  channel,
  quiz,
  item: null,
  vote,
  answers: Object.fromEntries(Object.values(answers).map((answer, i) => [i + 1, answer])),
  credit: null,
});

const date = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** Keys are English in every language; times are ISO 8601 in UTC. It leaves out cards' pictures, but not their words. */
export function exportOf(person: string, privacy: PrivacyRepository): string {
  const { id, name, seenAt, settings, experiments, predictions, classrooms, answers, accepted, teacherIn } =
    privacy.kept(person);
  const all = {
    person: { id, name, seen: date(seenAt) },
    settings,
    classrooms: classrooms.map(({ slug, title, joinedAt }) => ({
      name: slug,
      title,
      joined: date(joinedAt),
    })),
    answers: answers.map((answer) => ({
      ...(answer.revealed ? revealed(answer) : unrevealed(answer)),
      submitted: date(answer.at),
    })),
    accepted: accepted.map(({ at, ...acceptance }) => ({ ...acceptance, at: date(at) })),
    teacherIn,
    experiments: experiments.map(({ createdAt, finishedAt, ...experiment }) => ({
      ...experiment,
      started: date(createdAt),
      finished: date(finishedAt),
      results: privacy.results(experiment.id),
    })),
    predictions: predictions.map(({ createdAt, ...prediction }) => ({ ...prediction, at: date(createdAt) })),
    messages: privacy.messages(person).map(({ at, ...message }) => ({ at: date(at), ...message })),
  };
  return `${JSON.stringify(all, null, 2)}\n`;
}
