/** "Did you mean ...?" as a button that does it, while typing as a suggestion, and as a line for the shell. */
import { describe, expect, it } from 'vitest';
import type { Choice } from '../../src/chat/card.ts';
import { lineOf } from '../../src/chat/meant.ts';
import { parseText } from '../../src/chat/text.ts';
import { useTestApp } from '../use-test-app.ts';
import { commands } from './commands.ts';

const testApp = useTestApp();

async function offered(text: string, who = {}): Promise<Choice | undefined> {
  const said = await testApp.say(text, who);
  expect(said.outcome.kind).toBe('mistake');
  const [, block] = said.card().blocks;
  return block?.type === 'choices' ? block.choices[0] : undefined;
}

describe('a mistake', () => {
  it.each([
    [
      '/augment preview policy:rotate(45) count:1',
      'rotate(0.125)',
      '/augment preview policy:rotate(0.125) count:1',
    ],
    ['/augment preview policy:cutout', 'erase', '/augment preview policy:erase'],
    ['/experiment run test:flp fraction:0.1', 'flip', '/experiment run test:flip fraction:0.1'],
    ['/experiment run epocs:3', 'epochs:', '/experiment run epochs:3'],
    ['/experiment run model:cmn', 'cnn', '/experiment run model:cnn'],
    ['/experiment rnu fraction:0.1', '/experiment run fraction:0.1', '/experiment run fraction:0.1'],
    ['/augmnt preview label:Bag', '/augment preview label:Bag', '/augment preview label:Bag'],
    ['/run fraction:0.1', '/experiment run fraction:0.1', '/experiment run fraction:0.1'],
    ['/augment preview label:Bagg', 'Bag', '/augment preview label:Bag'],
    ['/help experiment runn', 'experiment run', '/help command:experiment run'],
  ])('%s offers %s', async (typed, label, line) => {
    expect(await offered(typed)).toMatchObject({ label, line });
  });

  it('offers nothing that needs what came with the command, or that is not clear', async () => {
    expect(await offered('/augment preview image:x.png policy:rotate(45)')).toBeUndefined();
    expect(await offered('/augment preview policy:xyzzy')).toBeUndefined();
    expect(await offered('/experiment run epochs:1e9')).toBeUndefined();
  });

  it('is put right by its button, which keeps working and is the same for the same line', async () => {
    const first = await offered('/augment preview policy:rotate(45) count:1');
    const pressed = await testApp.say(first!.id);
    expect(pressed.outcome.kind).toBe('answered');
    expect(pressed.message.private).toBe(false);
    expect(pressed.card().title).toContain('rotate(0.125)');
    expect((await offered('/augment preview policy:rotate(45) count:1'))?.id).toBe(first?.id);
    for (let i = 2; i < 21; i++) await offered(`/augment preview policy:rotate(${i}) seed:${i}`);
    expect((await testApp.say(first!.id)).outcome.kind).toBe('answered');
  });

  it('belongs to who made it, and is deleted with them', async () => {
    const { id } = (await offered('/augment preview policy:rotate(45)', { name: 'Zoe' }))!;
    expect((await testApp.say(id, { name: 'Lee' })).text()).toContain('Send the command again');
    expect((await testApp.say('/settings privacy', { name: 'Zoe' })).text()).not.toContain('rotate(');
    await testApp.say('settings.privacy.confirm:me', { name: 'Zoe' });
    expect((await testApp.say(id, { name: 'Zoe' })).outcome.kind).toBe('mistake');
  });
});

describe('typing', () => {
  const assist = (text: string) =>
    testApp.app.chat.assist({
      text,
      cursor: text.length,
      person: { id: 'test:kim', name: 'kim', teacher: false },
      place: { platform: 'test', channel: 'class' },
      locale: 'en',
    });

  it.each([
    ['/augment preview policy:rotate(45)', 'rotate(0.125)'],
    ['/augment preview policy:flip + rotate(45', 'flip + rotate(0.125)'],
    ['/augment preview policy:RandomRotation(15)', 'rotate(0.04167)'],
    ['/augment preview policy:erase(0.1~0.2)', 'erase(0.1..0.2)'],
    ['/experiment run model:cmn', 'cnn'],
  ])('%s is offered %s, which Enter takes', (text, label) => {
    expect(assist(text)).toMatchObject({ unfinished: true, suggestions: [{ label }] });
  });
});

it('a suggestion says what is wrong with what it replaces', () => {
  const { suggestions, problem } = testApp.app.chat.assist({
    ...{ text: '/augment preview policy:rotate(45)', cursor: 34, locale: 'en' },
    person: { id: 'test:kim', name: 'kim', teacher: false },
    place: { platform: 'test', channel: 'class' },
  });
  expect(problem).toContain('45° is rotate(0.125)');
  expect(suggestions[0]?.detail).toBe(problem);
});

it('writes a command so that it is read as the same', () => {
  const values = ['flip + rotate(0.04)@0.5', 'a b: c', '"quoted"', 'x:y', 'say "a: b"', '\\', 'C:\\d'];
  for (const policy of values) {
    const line = lineOf('experiment run', { policy, epochs: 3 });
    expect(parseText(line, commands).raw, line).toEqual({ policy, epochs: '3' });
  }
});
