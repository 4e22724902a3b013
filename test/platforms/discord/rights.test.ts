/** Who may do what on Discord, in which language, where Augie may write, and which pictures it takes. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Permission } from '../../emulators/discord/index.ts';
import { openServer } from './server.ts';

it('lets those who manage the server do what teachers may, and whom they name, person or role', async () => {
  const { channel, guild, teacher, german } = await openServer();
  const role = guild.role({ name: 'Tutoren' });
  const tutor = guild.member({ name: 'Uli', locale: 'de', roles: [role] });
  const keep = async (who: typeof teacher, where = channel) => {
    const answer = await who.command(where, 'settings keep', { days: 30 });
    const refused = async () => (/Lehrkraft/.test((await answer.followUp()).text) ? 'refused' : 'failed');
    return answer.until(({ text }) => /30/.test(text)).then(() => 'done', refused);
  };
  expect(await keep(german)).toBe('refused');
  expect(await keep(tutor)).toBe('refused');
  expect(await keep(teacher)).toBe('done');

  const name = async (change: string, who?: { readonly id: string }) => {
    const values = { change, ...(who && { who }) };
    return (await (await teacher.command(channel, 'settings teacher', values)).until()).text;
  };
  expect(await name('list')).toMatch(/Nobody has been made a teacher/);
  expect(await name('add', role)).toMatch(/Tutoren now has the rights/);
  expect(await name('add', german)).toMatch(/Jörg now has the rights/);
  expect(await name('list')).toMatch(/Jörg, Tutoren/);
  expect(await keep(tutor)).toBe('done');
  expect(await keep(german)).toBe('done');
  expect(await keep(german, guild.channel({ name: 'another' }))).toBe('refused');

  expect(await name('remove', german)).toMatch(/no longer has the rights of a teacher/);
  expect(await keep(german)).toBe('refused');
  expect(await keep(tutor)).toBe('done');
});

it('forgets who was named a teacher, with everything else of them', async () => {
  const { channel, teacher, german } = await openServer();
  await (await teacher.command(channel, 'settings teacher', { change: 'add', who: german })).until();
  const kept = await (await german.command(channel, 'settings privacy')).until();
  expect(kept.text).toMatch(/Lehrkraft in.*1 Kanal/);
  const sure = await (await german.press(kept, 'settings.privacy.forget:me')).until();
  await (await german.press(sure, 'settings.privacy.confirm:me')).until();
  const list = await (await teacher.command(channel, 'settings teacher', { change: 'list' })).until();
  expect(list.text).not.toMatch(/Jörg/);
});

it('speaks the language of each person’s Discord, unless they or their teacher chose another', async () => {
  const { channel, teacher, korean, german } = await openServer();
  const help = async (who: typeof teacher) => (await (await who.command(channel, 'help')).until()).text;
  expect(await help(korean)).toMatch(/[가-힣]/);
  expect(await help(german)).toMatch(/Befehle/);
  await (await teacher.command(channel, 'settings language', { language: 'ko', for: 'channel' })).until();
  expect(await help(german)).toMatch(/[가-힣]/);
  await (await german.command(channel, 'settings language', { language: 'de' })).until();
  expect(await help(german)).toMatch(/Befehle/);
});

it('says at once where it may not answer, before anything begins', async () => {
  const { channel, guild, german, discord } = await openServer();
  channel.deny(Permission.SendMessages | Permission.AttachFiles);
  const thread = guild.channel({ name: 'thread', parent: channel, denied: Permission.SendMessagesInThreads });
  for (const [where, missing] of [
    [channel, /Nachrichten senden.*Dateien anhängen/],
    [thread, /Nachrichten in Threads senden/],
  ] as const) {
    const answer = await german.command(where, 'experiment run', {});
    const message = await answer.until();
    expect(answer.ephemeral).toBe(true);
    expect(message.text).toMatch(missing);
  }
  // What only the asker sees needs no permission.
  expect((await (await german.command(channel, 'help')).until()).text).toMatch(/Befehle/);
  channel.deny(0n);
  const list = await (await german.command(channel, 'experiment list')).until();
  expect(list.text).not.toMatch(/Fashion-MNIST/);
  expect(discord.problems).toEqual([]);
});

const photo = { name: 'photo.jpg', contentType: 'image/jpeg', bytes: readFileSync('data/photos/flower.jpg') };

it('previews an attached picture, and says of others what is wrong', async () => {
  const { channel, german, discord } = await openServer();
  const shown = await german.command(channel, 'augment preview', {
    image: photo,
    policy: 'hue(0.3)',
    count: 1,
  });
  expect((await shown.until()).attachments[0]?.contentType).toBe('image/png');
  const wrong = [
    [{ ...photo, bytes: photo.bytes.subarray(0, 3000) }, /beschädigt|abgeschnitten/],
    [{ ...photo, contentType: 'text/plain', name: 'photo.txt' }, /kein JPEG/],
    [{ ...photo, bytes: Buffer.alloc(20_000_001) }, /20\sMB/],
  ] as const;
  for (const [picture, sentence] of wrong) {
    const answer = await german.command(channel, 'augment preview', { image: picture });
    expect((await answer.followUp()).text).toMatch(sentence);
  }
  // The large one was not even fetched, and nothing of it is left in the channel.
  expect(channel.messages).toHaveLength(1);
  expect(discord.problems).toEqual([]);
});

it('fetches nothing from anywhere but where Discord keeps attachments', async () => {
  const { channel, german, discord } = await openServer({ parts: { cdn: undefined } });
  const before = discord.requests.length;
  const answer = await german.command(channel, 'augment preview', { image: photo });
  expect((await answer.followUp()).text).toMatch(/nicht von Discord/);
  expect(discord.requests.slice(before).filter(({ path }) => path.startsWith('/cdn'))).toEqual([]);
});
