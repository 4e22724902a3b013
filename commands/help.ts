/** /help: every command from its definition, and what trains the networks here. */
import { type Block, type Card, text } from '../src/chat/card.ts';
import { type CommandContext, type NamedCommand, optionKey } from '../src/chat/command.ts';
import { summaryOf, takes } from '../src/chat/describe.ts';
import { option } from '../src/chat/option.ts';
import { unknownCommand } from '../src/chat/text.ts';
import { defineCommand, type Services } from '../src/define-command.ts';
import { plain } from '../src/i18n/typed.ts';
import { UserError } from '../src/i18n/user-error.ts';

export default defineCommand({
  summary: 'help.summary',
  visibility: 'asker',
  options: { command: option.text({ max: 60, positional: true, optional: true }) },
  run(ctx, { command }) {
    return { card: command === undefined ? overview(ctx) : explain(ctx, command) };
  },
});

function overview({ t, commandsAt, classroom, machine }: CommandContext & Services): Card {
  return {
    title: t('help.title'),
    blocks: [
      {
        type: 'fields',
        fields: commandsAt(classroom).map(({ name, command }) => ({
          label: `/${name}`,
          value: summaryOf(t, command),
        })),
      },
      text(t('help.more')),
      text(t('help.backend', { backend: machine.backend, count: machine.trainers }), 'quiet'),
    ],
  };
}

function explain({ t, commandsAt, classroom }: CommandContext & Services, asked: string): Card {
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

function optionTable(t: CommandContext['t'], { name, command }: NamedCommand<Services>): Block[] {
  const rows = Object.entries(command.options).map(([key, declared]) => [
    key,
    t(optionKey(name, key)),
    takes(t, declared),
  ]);
  const columns = (['option', 'meaning', 'values'] as const).map((key) => ({ label: t(`help.${key}`) }));
  return rows.length === 0 ? [] : [{ type: 'table', columns, rows }];
}
