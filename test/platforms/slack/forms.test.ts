/** Typing and clicking on Slack: incomplete commands open forms, and what is wrong is said beside its field. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { translate } from '../../../src/i18n/i18n.ts';
import { mentionOf } from '../../emulators/slack/index.ts';
import { textOf } from '../../emulators/slack/read.ts';
import { fakeClock } from '../../time/fake-clock.ts';
import { buttonOn, newest, openWorkspace } from './workspace.ts';

it('opens a form for a command that lacks what must be given, with what was typed in it', async () => {
  const workspace = await openWorkspace();
  const { channel, teacher, korean } = workspace;
  await teacher.command(channel, '/settings', 'teacher');
  const form = await teacher.opens();
  expect(form.view.title.text).toBe('/settings teacher');
  expect(
    form.view.blocks.map(({ block_id, element }: { block_id: string; element: { type: string } }) => [
      block_id,
      element.type,
    ]),
  ).toEqual([
    ['change', 'static_select'],
    ['who', 'users_select'],
  ]);
  const { errors } = await teacher.submit(form, { change: 'add', who: korean.id });
  expect(errors).toBeUndefined();
  const answer = await newest(workspace, teacher);
  expect([answer.onlyFor, textOf(answer)]).toEqual([teacher.id, expect.stringContaining('민준')]);
  // Now they may do what only teachers may.
  await korean.command(channel, '/settings', 'keep');
  expect(textOf(await newest(workspace, korean))).not.toContain(
    translate('ko')('command.needsTeacher', { name: 'settings keep' }),
  );
});

it('names people by their mention', async () => {
  const workspace = await openWorkspace();
  const { channel, teacher, german } = workspace;
  await teacher.command(channel, '/settings', `teacher add ${mentionOf(german)}`);
  expect(textOf(await newest(workspace, teacher))).toContain('Jörg');
  expect(workspace.testApp.app.chat.teachers.of(`slack:${workspace.slack.team.id}:${channel.id}`)).toEqual([
    { id: `slack:${workspace.slack.team.id}:${german.id}`, name: 'Jörg' },
  ]);
});

it('shows what one does first, and the rest of a long form when asked', async () => {
  const workspace = await openWorkspace();
  const { slack, channel, german } = workspace;
  await german.command(channel, '/augie');
  const menu = await german.opens();
  expect(
    menu.view.blocks.map(({ accessory }: { accessory: { text: { text: string } } }) => accessory.text.text),
  ).toContain('/experiment run');
  await german.pressIn(menu, 'options experiment run');
  const form = await german.opens(({ view }) => view.callback_id === 'options experiment run');
  const first = form.view.blocks.length;
  await german.pressIn(form, 'more', { epochs: '3' });
  await slack.until(() => form.view.blocks.length > first);
  const epochs = form.view.blocks.find(({ block_id }: { block_id: string }) => block_id === 'epochs');
  expect(epochs.element.initial_value).toBe('3');
  // The same completion as everywhere; what is typed comes first.
  const offered = await german.suggest(form, 'value', 'x');
  expect(offered).toBeDefined();
  const { errors } = await german.submit(form, { policy: 'flop' });
  expect(errors?.policy).toMatch(/flop/);
  expect(german.view).toBe(form);
});

it('completes policies where they are filled in, with what was typed as the first choice', async () => {
  const workspace = await openWorkspace();
  const { channel, german } = workspace;
  await german.command(channel, '/augie');
  await german.pressIn(await german.opens(), 'options augment preview');
  const form = await german.opens(({ view }) => view.callback_id === 'options augment preview');
  const offered = await german.suggest(form, 'value', 'fl');
  const values = offered.map(({ value }) => value);
  expect(values[0]).toBe('fl');
  expect(values.some((value) => value.startsWith('flip'))).toBe(true);
});

it('opens the menu of a group for its first word alone, and for the shortcut', async () => {
  const workspace = await openWorkspace();
  const { channel, korean } = workspace;
  await korean.command(channel, '/experiment');
  const group = await korean.opens();
  expect(JSON.stringify(group.view)).toContain('options experiment show');
  await korean.shortcut('augie_menu');
  const menu = await korean.opens((view) => view !== group);
  expect(menu.view.title.text).toBe(translate('ko')('slack.menu.title'));
});

it('puts "did you mean" on a button', async () => {
  const workspace = await openWorkspace();
  const { channel, german } = workspace;
  await german.command(channel, '/experiment', 'lst');
  const { message, id } = await buttonOn(workspace, german, 'experiment.list.meant:');
  expect(message.onlyFor).toBe(german.id);
  await german.press(message, id);
  expect(textOf(await newest(workspace, german, (one) => one.onlyFor === undefined))).toContain(
    translate('de')('experiment.list.title'),
  );
});

it('shows a command that everybody sees the answer to, and no mistake', async () => {
  const { slack, channel, korean } = await openWorkspace();
  await korean.command(channel, '/experiment', 'list');
  await korean.command(channel, '/experiment', 'show zq4711');
  await slack.until(() => korean.sees(channel).length >= 3);
  expect(channel.messages.filter(({ user }) => user === korean.id).map(({ text }) => text)).toEqual([
    '/experiment list',
  ]);
});

it('takes a message to it as a command, in a thread too, and answers there', async () => {
  const workspace = await openWorkspace();
  const { channel, teacher, german } = workspace;
  await teacher.command(channel, '/experiment', 'list');
  const list = await newest(workspace, teacher);
  await german.mention(channel, 'experiment list', list.ts);
  const answer = await newest(workspace, german, ({ threadTs }) => threadTs === list.ts);
  expect(textOf(answer)).toContain(translate('de')('experiment.list.title'));
  await german.mention(channel, 'experiment shw', list.ts);
  const mistake = await newest(workspace, german, ({ onlyFor }) => onlyFor === german.id);
  expect(mistake.threadTs).toBe(list.ts);
});

it('takes a file from a form only from where Slack keeps it', async () => {
  const workspace = await openWorkspace({ parts: { filesHost: 'http://127.0.0.1:1' } });
  const { channel, german } = workspace;
  await german.command(channel, '/augie');
  await german.pressIn(await german.opens(), 'options augment preview');
  const form = await german.opens(({ view }) => view.callback_id === 'options augment preview');
  const image = german.upload('coffee.png', readFileSync('data/photos/coffee.png'));
  await german.submit(form, { image });
  expect(textOf(await newest(workspace, german))).toContain(translate('de')('slack.strangeFile'));
});

it('says so where a form came too late', async () => {
  const clock = fakeClock();
  const workspace = await openWorkspace({ emulator: { clock } });
  const { slack, channel, korean } = workspace;
  slack.faults.next('views.open', { error: 'expired_trigger_id' });
  await korean.command(channel, '/augie');
  expect(textOf(await newest(workspace, korean))).toContain(translate('ko')('slack.tooSlow'));
});
