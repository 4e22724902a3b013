/** What a finished experiment advises: more epochs, but not for a policy that breaks labels. */
import { expect, it } from 'vitest';
import { parsePolicy } from '../../src/augment/policy.ts';
import { experimentCard } from '../../src/experiments/card.ts';
import { MOST } from '../../src/experiments/experiment.ts';
import { plan } from '../../src/experiments/plan.ts';
import { report } from '../../src/experiments/report.ts';
import { translate } from '../../src/i18n/i18n.ts';
import { ours } from '../datasets/catalogs.ts';

const t = translate('en');

/** The card after all of its seeds, each pair with this difference, and its main button. */
function advice(policy: string, difference: number) {
  const spec = {
    dataset: 'fashion-mnist',
    model: 'mlp' as const,
    fraction: 0.2,
    policy: parsePolicy(policy),
    epochs: 10,
    seeds: MOST.seeds,
    batch: 32,
  };
  const trials = plan(spec, ours.info('fashion-mnist'), { name: 'wasm', version: '4.22.0' }).map((trial) => ({
    ...trial,
    ...{ epochs: [], crashed: false, isKept: true, unchanged: [], finishedAt: 2 },
    testAccuracy: 0.8 + trial.seed / 1000 + (trial.arm === 'augmented' ? difference : 0),
  }));
  const experiment = { id: 1, asker: 't:k', askerName: 'Kim', classroom: 't:c', state: 'done' as const };
  const found = report({ classroom: 't:c', spec }, trials, {
    datasets: ours,
    questions: { find: () => undefined },
  });
  const { blocks } = experimentCard(
    {
      experiment: { ...experiment, spec, createdAt: 1, finishedAt: 3 },
      ...{ trials, found, theme: 'light', datasets: ours, asked: 1 },
    },
    t,
  );
  const choices = blocks.flatMap((block) => (block.type === 'choices' ? block.choices : []));
  const sentences = blocks.flatMap((block) => (block.type === 'text' ? [block.text] : []));
  return { main: choices.find(({ style }) => style === 'primary')?.id, sentences };
}

it.each([
  ['flip', -0.02, 'experiment.run.longer:1'],
  ['flip', 0.02, 'experiment.run.longer:1'],
  ['crop(0.1)', -0.02, 'experiment.labels.moved:1'],
  ['rotate(90°)', -0.02, 'experiment.labels.moved:1'],
  // For every verdict: changing the policy only after a loss would mean looking until it wins.
  ['flip + crop(0.1)', 0.02, 'experiment.labels.moved:1'],
])('%s with a difference of %d leads to %s', (policy, difference, main) => {
  const found = advice(policy, difference);
  expect(found.main).toBe(main);
  expect(found.sentences.includes(t('experiment.verdict.milder'))).toBe(main.includes('labels'));
});
