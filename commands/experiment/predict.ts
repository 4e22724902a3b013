/** /experiment predict: which arm will win, and how good the augmented one will be, before anything is trained. */
import { option, parseOptions } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';
import { predictedArms } from '../../src/predictions/prediction.ts';

const said = {
  arm: option.choice(predictedArms),
  low: option.givenNumber({ min: 0, max: 100 }),
  high: option.givenNumber({ min: 0, max: 100 }),
};

export default defineCommand({
  summary: 'experiment.predict.summary',
  visibility: 'asker',
  options: { ...said, id: option.experiment() },
  run: (ctx, { id, ...values }) => ctx.predictions.predict(ctx, id, values),
  actions: {
    submit: (ctx, id, values = {}) => ctx.predictions.predict(ctx, id, parseOptions(said, values)),
    mine: (ctx, id) => ctx.predictions.mine(ctx, id),
    begin: (ctx, id) => ctx.predictions.begin(ctx, id),
  },
  forms: { submit: (ctx, id) => ctx.predictions.form(ctx, id) },
});
