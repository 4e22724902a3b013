/** /quiz new: make a quiz, from a file or pasted text. */
import { text } from '../../src/chat/card.ts';
import { actionId } from '../../src/chat/command.ts';
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';
import type { Translate } from '../../src/i18n/i18n.ts';
import { nameOf } from '../../src/quiz/content/catalog.ts';
import { EXAMPLE } from '../../src/quiz/content/example.ts';

const LONGEST = 4000;

const fields = (t: Translate) => [
  { name: 'source', label: t('quiz.new.source'), multiline: true, max: LONGEST, value: EXAMPLE },
];

export default defineCommand({
  summary: 'quiz.new.summary',
  visibility: 'asker',
  who: 'teacher',
  options: { file: option.file(), name: option.text({ max: 40, optional: true }) },
  async run(ctx, { file, name }) {
    if (file !== undefined) {
      const source = new TextDecoder().decode(await ctx.readFile(file));
      return ctx.quizzes.create(ctx, { name, text: source });
    }
    return {
      card: (t) => ({
        title: t('quiz.new.title'),
        blocks: [
          text(t('quiz.new.text')),
          {
            type: 'input',
            id: actionId('quiz new', 'make', name === undefined ? '-' : nameOf(name)),
            label: t('quiz.new.button'),
            fields: fields(t),
          },
        ],
      }),
    };
  },
  actions: {
    make: (ctx, id, values) =>
      ctx.quizzes.create(ctx, { name: id === '-' ? undefined : id, text: values?.source ?? '' }),
  },
  forms: { make: ({ t }) => fields(t) },
});
