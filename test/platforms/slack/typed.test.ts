/** What people type into Slack is understood as they meant it. */
import { expect, it } from 'vitest';
import { loadCommands } from '../../../src/app.ts';
import { parseText } from '../../../src/chat/text.ts';
import { lineOfCommand, lineOfMention, undone, withColons } from '../../../src/platforms/slack/typed.ts';

const commands = await loadCommands();
const OPTIONS = ['fraction', 'policy', 'epochs'];

it.each([
  ['fraction:0.2 policy:"flip + rotate(0.04)"'],
  ['fraction=0.2 policy="flip + rotate(0.04)"'],
  ['fraction = 0.2 policy = flip + rotate(0.04)'],
  ['fraction:0.2 policy:“flip + rotate(0.04)”'],
  ['fraction:\u00a00.2\u00a0policy:flip\u00a0+\u00a0rotate(0.04)'],
  ['fraction：0.2 policy：flip + rotate(0.04)'],
  ['fraction＝0.2 policy:flip + rotate(0.04)'],
])('reads %s', (text) => {
  const line = withColons(lineOfCommand('/experiment', `run ${text}`, ''), OPTIONS);
  const { found, raw } = parseText(line, commands);
  expect(found.name).toBe('experiment run');
  expect({ ...raw, policy: String(raw.policy).replaceAll('\u00a0', ' ') }).toEqual({
    fraction: '0.2',
    policy: 'flip + rotate(0.04)',
  });
});

it('leaves an = alone that belongs to a value', () => {
  expect(withColons('/x policy:"fraction=1" note a=b', OPTIONS)).toBe('/x policy:"fraction=1" note a=b');
});

it.each([
  ['add <@U123|kim>', 'add @U123'],
  ['to <#C123|class>', 'to #class'],
  ['see <https://example.org|example.org>', 'see example.org'],
  ['see <https://example.org>', 'see https://example.org'],
  ['a &amp; b &lt; c &gt; d', 'a & b < c > d'],
  // What somebody typed as it stands is no markup.
  ['&lt;@U1&gt;', '<@U1>'],
  ['&amp;lt;', '&lt;'],
])('takes %s for %s', (sent, meant) => {
  expect(undone(sent)).toBe(meant);
});

it.each([
  ['/experiment', 'run 3', '', '/experiment run 3'],
  ['/class-experiment', 'run 3', 'class-', '/experiment run 3'],
  ['/help', '', '', '/help'],
  ['/augie', 'experiment run', '', '/experiment run'],
  ['/augie', '/experiment run', 'class-', '/experiment run'],
  ['/augie', '  ', '', '/'],
])('%s with "%s" and the prefix "%s" is %s', (command, text, prefix, line) => {
  expect(lineOfCommand(command, text, prefix)).toBe(line);
});

it.each([
  ['<@U0BOT> experiment run', '/experiment run'],
  ['<@U0BOT> /help', '/help'],
  ['<@U0BOT|augie>   ', '/'],
])('a message %s is %s', (text, line) => {
  expect(lineOfMention(text)).toBe(line);
});
