/** Experiments that are predicted, as people on Discord see them from the question to the score: files to read. */
import { expect, it, onTestFinished } from 'vitest';
import { parsePolicy } from '../../../src/augment/policy.ts';
import { createCanvasRenderer } from '../../../src/charts/canvas.ts';
import type { Card } from '../../../src/chat/card.ts';
import { experimentCard } from '../../../src/experiments/card.ts';
import type { Experiment, TrialProgress } from '../../../src/experiments/experiment.ts';
import { plan } from '../../../src/experiments/plan.ts';
import { report } from '../../../src/experiments/report.ts';
import { translate } from '../../../src/i18n/i18n.ts';
import { createMessages } from '../../../src/platforms/discord/messages.ts';
import { createRequests } from '../../../src/platforms/discord/requests.ts';
import { ownBlocks } from '../../../src/predictions/card.ts';
import { addedTo, type PredictedExperiment } from '../../../src/predictions/experiment-card.ts';
import { PREDICT_MS, type Prediction, predictionOf } from '../../../src/predictions/prediction.ts';
import { systemClock } from '../../../src/time/clock.ts';
import { ours } from '../../datasets/catalogs.ts';
import { type Message, startDiscord } from '../../emulators/discord/index.ts';
import { expectGolden, steady } from '../golden.ts';
import { drawMessage } from './draw.ts';
import { openServer } from './server.ts';

const spec = {
  dataset: 'fashion-mnist',
  model: 'mlp',
  fraction: 0.2,
  policy: parsePolicy('flip'),
  epochs: 10,
  seeds: 6,
  batch: 32,
} as const;
const ACCURACY = { full: 0.86, reduced: 0.83, augmented: 0.847 };
const planned = plan(spec, ours.info(spec.dataset), { name: 'wasm', version: '4.22.0' });
const untrained = planned.map(
  (trial): TrialProgress => ({ ...trial, epochs: [], crashed: false, isKept: true, unchanged: [] }),
);
const trained = (better: number) =>
  untrained.map(
    (trial): TrialProgress => ({
      ...trial,
      finishedAt: 2,
      testAccuracy: ACCURACY[trial.arm] + (trial.arm === 'augmented' ? better : 0) + trial.seed / 1000,
    }),
  );
const experiment: Experiment = {
  id: 7,
  asker: 'discord:1',
  askerName: 'Ms Park',
  classroom: 'discord:1',
  spec,
  state: 'running',
  createdAt: 1,
};
const said = [
  predictionOf({ arm: 'augmented', low: 84, high: 86 }),
  predictionOf({ arm: 'augmented', low: 80, high: 84 }),
  predictionOf({ arm: 'augmented', low: 70, high: 90 }),
  predictionOf({ arm: 'reduced', low: 78.5, high: 84.5 }),
  predictionOf({ arm: 'neither', low: 80, high: 85.5 }),
];
const count = said.length;

interface State extends Pick<PredictedExperiment, 'experiment' | 'round'> {
  readonly trials: readonly TrialProgress[];
  readonly timeLeft?: number;
  readonly said?: readonly Prediction[];
}

const states: Readonly<Record<string, State>> = {
  'people are asked': { experiment, trials: untrained, round: { left: PREDICT_MS, isOpen: true, count: 0 } },
  'the first has predicted': {
    experiment,
    trials: untrained,
    round: { left: 45_000, isOpen: true, count: 1 },
  },
  'training has begun': {
    experiment,
    trials: untrained,
    timeLeft: 60_000,
    round: { left: 0, isOpen: true, count },
  },
  'the first epoch is there': {
    experiment,
    trials: untrained,
    timeLeft: 60_000,
    round: { left: 0, isOpen: false, count },
  },
  'it was cancelled': {
    experiment: { ...experiment, state: 'cancelled', finishedAt: 60_001 },
    trials: untrained,
    round: { left: 0, isOpen: false, count },
    said,
  },
  'four had predicted': {
    experiment: { ...experiment, state: 'done', finishedAt: 60_001 },
    trials: trained(0),
    round: { left: 0, isOpen: false, count: 4 },
    said: said.slice(1),
  },
  'most were right': {
    experiment: { ...experiment, state: 'done', finishedAt: 60_001 },
    trials: trained(0),
    round: { left: 0, isOpen: false, count },
    said,
  },
  'most were wrong': {
    experiment: { ...experiment, state: 'done', finishedAt: 60_001 },
    trials: trained(-0.03),
    round: { left: 0, isOpen: false, count },
    said,
  },
};

it.each(['en', 'ko', 'de'])('shows predictions in %s as in the golden file', async (locale) => {
  const discord = await startDiscord();
  onTestFinished(() => discord.stop());
  const channel = discord.guild({ name: 'School' }).channel({ name: 'class' });
  const messages = createMessages({
    requests: createRequests(discord.token, discord.apiUrl, systemClock),
    charts: createCanvasRenderer(),
    commandIds: () => new Map(),
    installation: 'abcdef',
    log: () => {},
  });
  const t = translate(locale);
  const drawn: string[] = [];
  const draw = async (title: string, card: Card) => {
    const place = { platform: 'discord', channel: channel.id };
    const { message } = await messages.post(place, { ...card, locale }, undefined);
    const posted = channel.messages.find(({ id }) => id === message) as Message;
    drawn.push(`======== ${title}\n\n${drawMessage(posted)}\n`);
  };
  for (const [title, { round, said: predicted = [], ...view }] of Object.entries(states)) {
    const parts = { datasets: ours, questions: { find: () => undefined } };
    const found = report(view.experiment, view.trials, parts);
    const added = addedTo({ experiment: view.experiment, found, round, said: predicted }, t);
    const waits = round.left > 0;
    await draw(
      title,
      experimentCard({ ...view, found, added, waits, theme: 'light', datasets: ours, asked: 1 }, t),
    );
  }
  const outcome = { accuracy: 0.8505, arm: 'augmented' } as const;
  for (const [title, own] of [
    ['one who held it', said[0]],
    ['one who missed it', said[1]],
  ] as const)
    if (own) await draw(title, { title, blocks: ownBlocks(own, said, outcome, t) });
  expect(drawn).toHaveLength(Object.keys(states).length + 2);
  expectGolden(`discord/${locale}/predictions.txt`, steady(drawn.join('\n')));
});

it('takes a prediction in a modal, whose fields then hold what was said, and opens none when it is too late', async () => {
  const { channel, german, teacher } = await openServer();
  const options = { fraction: 0.1, batch: 80, epochs: 1, seeds: 1, predict: 'true' };
  const card = await (await teacher.command(channel, 'experiment run', options)).until();
  const first = await german.press(card, 'input experiment.predict.submit:1');
  const form = await first.opens();
  expect(JSON.stringify(form)).toContain('"label":"Welche Bedingung gewinnt"');
  const sent = await german.submit(form, { arm: 'reduced', low: '70,5', high: '80' });
  const receipt = await sent.until();
  expect(receipt.text.replaceAll('\u00a0', ' ')).toContain(
    'zählt: reduziert gewinnt, Genauigkeit 70,5–80 %.',
  );
  expect(teacher.sees(channel).some(({ id }) => id === receipt.id)).toBe(false);

  const second = await german.press(card, 'input experiment.predict.submit:1');
  const again = await second.opens();
  const fields = again.components.map(({ component }) => component);
  expect(fields).toMatchObject([
    { options: [{ value: 'augmented' }, { value: 'reduced', default: true }, { value: 'neither' }] },
    { custom_id: 'low', value: '70,5' },
    { custom_id: 'high', value: '80' },
  ]);
  await (await teacher.command(channel, 'experiment cancel', { id: '1' })).until();
  const late = await (await german.submit(again, { arm: 'neither', low: '70', high: '80' })).until();
  expect(late.text).toContain('Experiment 1 ist zu Ende');
  expect(JSON.stringify(card.components)).not.toContain('predict.submit');
});
