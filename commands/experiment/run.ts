/** /experiment run: train all, part and augmented part of the data, and compare. */
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';
import { FULL_SEEDS, MOST } from '../../src/experiments/experiment.ts';
import { modelNames } from '../../src/training/trial.ts';

export default defineCommand({
  summary: 'experiment.run.summary',
  visibility: 'everyone',
  options: {
    dataset: option.dataset(),
    model: option.choice(modelNames, { default: 'mlp' }),
    fraction: option.number({ min: 0.001, max: 1, default: 0.2 }),
    policy: option.optionalPolicy(),
    epochs: option.integer({ min: 1, max: MOST.epochs, default: 12 }),
    seeds: option.integer({ min: 1, max: MOST.seeds, default: 6 }),
    first: option.integer({ min: 1, max: MOST.first, default: 1 }),
    full: option.integer({ min: 0, max: MOST.seeds, default: FULL_SEEDS }),
    batch: option.integer({ min: 1, max: 1024, default: 32 }),
    test: option.optionalPolicy(),
    predict: option.choice(['true', 'false'], { default: 'false' }),
  },
  run: (ctx, { predict, ...question }) =>
    (predict === 'true' ? ctx.predictions : ctx.experiments).start(ctx, question),
  actions: {
    confirm: (ctx, id) => ctx.experiments.confirm(ctx, id),
    drop: (ctx, id) => ctx.experiments.drop(ctx, id),
    shorter: (ctx, id) => ctx.experiments.shorter(ctx, id),
    cancel: (ctx, id) => ctx.experiments.cancel(ctx, id),
    more: (ctx, id) => ctx.experiments.more(ctx, id),
    longer: (ctx, id) => ctx.experiments.longer(ctx, id),
    see: (ctx, id) => ctx.predictions.see(ctx, id),
    numbers: (ctx, id) => ctx.experiments.numbers(ctx, id),
  },
});
