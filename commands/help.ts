/** /help: every command from its definition, the first ones to learn on top, and what trains the networks here. */
import { type Block, type Card, text } from '../src/chat/card.ts';
import { type CommandContext, type NamedCommand, optionKey } from '../src/chat/command.ts';
import { summaryOf, takes } from '../src/chat/describe.ts';
import { option } from '../src/chat/option.ts';
import { unknownCommand } from '../src/chat/text.ts';
import { defineCommand, type Services } from '../src/define-command.ts';
import type { Translate } from '../src/i18n/i18n.ts';
import { plain } from '../src/i18n/typed.ts';
import { UserError } from '../src/i18n/user-error.ts';

export default defineCommand({
  summary: 'help.summary',
  visibility: 'asker',
  options: { command: option.text({ max: 60, positional: true, optional: true }) },
  run(ctx, { command }) {
    return { card: (t) => (command === undefined ? overview(t, ctx) : explain(t, ctx, command)) };
  },
});

type Group = 'first' | 'experiment' | 'quiz' | 'teacher' | 'settings';

/** The groups in their order. Commands named here come first; all others go to a group by their first word. */
const GROUPS: Readonly<Record<Group, readonly string[]>> = {
  first: ['augment preview', 'experiment run', 'experiment predict', 'quiz answer', 'augment list'],
  experiment: ['show', 'list', 'labels', 'export', 'rename', 'cancel', 'delete'].map(
    (word) => `experiment ${word}`,
  ),
  quiz: ['quiz review', 'quiz scores'],
  teacher: ['start', 'next', 'reveal', 'stop', 'list', 'new', 'export'].map((word) => `quiz ${word}`),
  settings: ['settings language', 'settings privacy', 'help'],
};

function groupOf({ name, command }: NamedCommand<Services>): Group {
  const groups = Object.keys(GROUPS) as Group[];
  const named = groups.find((group) => GROUPS[group].includes(name));
  if (named === 'first' || command.who !== 'teacher')
    return named ?? groups.find((group) => name.startsWith(`${group} `)) ?? 'settings';
  return 'teacher';
}

/** Each line can be pressed: it is typed then. */
function overview(t: Translate, { commandsAt, classroom, machine }: CommandContext & Services): Card {
  const commands = commandsAt(classroom);
  const groups = Object.entries(GROUPS) as [Group, readonly string[]][];
  return {
    title: t('help.title'),
    blocks: [
      ...groups.flatMap(([group, order]): Block[] => {
        const place = ({ name }: NamedCommand<Services>) => order.indexOf(name) + 1 || order.length + 1;
        const members = commands.filter((one) => groupOf(one) === group).sort((a, b) => place(a) - place(b));
        const fields = members.map(({ name, command }) => ({
          label: `/${name}`,
          value: summaryOf(t, command),
          line: `/${name}`,
        }));
        return fields.length === 0
          ? []
          : [text(t(`help.groups.${group}`), 'strong'), { type: 'fields', fields }];
      }),
      text(t('help.more')),
      text(t('help.backend', { backend: machine.backend, count: machine.trainers }), 'quiet'),
    ],
  };
}

function explain(t: Translate, { commandsAt, classroom }: CommandContext & Services, asked: string): Card {
  const commands = commandsAt(classroom);
  const typed = plain(asked).replace(/^\//, '').trim().toLowerCase().replace(/\s+/g, ' ');
  const found = commands.find(({ name }) => name === typed);
  if (!found) {
    const { key, params } = unknownCommand(typed, commands);
    const meant = params.meant === undefined ? undefined : { value: String(params.meant) };
    throw new UserError(key, params, meant && 'command', meant);
  }
  const { name, command } = found;
  return {
    title: `/${name}`,
    blocks: [text(summaryOf(t, command)), ...optionTable(t, found)],
  };
}

function optionTable(t: Translate, { name, command }: NamedCommand<Services>): Block[] {
  const rows = Object.entries(command.options).map(([key, declared]) => [
    key,
    t(optionKey(name, key)),
    takes(t, declared),
  ]);
  const columns = (['option', 'meaning', 'values'] as const).map((key) => ({ label: t(`help.${key}`) }));
  return rows.length === 0 ? [] : [{ type: 'table', columns, rows }];
}
