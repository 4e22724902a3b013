/** A classroom and its places: its places share everything, and places of other classrooms with the same name share nothing. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqlite } from '../../src/store/sqlite.ts';
import { plainText, TINY } from '../test-app.ts';
import { useTestApp } from '../use-test-app.ts';

const testApp = useTestApp();

async function say(platform: string, channel: string, text: string): Promise<string> {
  const place = { platform, channel };
  let answer = '';
  await testApp.app.dispatch(
    { person: { id: `${platform}:kim`, name: 'kim', teacher: true }, place, input: { text } },
    async (card) => {
      answer = plainText(card);
      return { ...place, message: '1' };
    },
  );
  return answer;
}

it('owns what is asked in any of its places', async () => {
  await say('web', 'class', TINY);
  const db = openSqlite(join(testApp.folder, 'augie.db'));
  db.prepare(`INSERT INTO places VALUES ('discord', '7', 'web:class')`).run();
  db.close();
  await say('discord', '7', '/settings language de for:channel');
  await say('discord', '7', '/experiment rename 1 erstes');
  await say('web', 'class', '/quiz start augmentation');
  for (const [platform, channel] of [
    ['web', 'class'],
    ['discord', '7'],
  ] as const) {
    expect(await say(platform, channel, '/experiment list')).toMatch(/Experimente.*erstes/s);
    expect(await say(platform, channel, '/quiz start augmentation')).toContain('/quiz reveal');
    const { suggestions } = testApp.app.chat.assist({
      text: '/experiment show ',
      cursor: 17,
      person: { id: 'x:y', name: 'y', teacher: false },
      place: { platform, channel },
      locale: 'en',
    });
    expect(suggestions.map(({ label }) => label)).toEqual(expect.arrayContaining(['1', 'latest']));
  }
  expect(await say('discord', 'class', '/experiment list')).toContain('None yet');
  expect(await say('discord', 'class', '/experiment show 1')).toContain('There is no experiment 1');
  expect(await say('discord', 'class', '/quiz answer x')).toContain('No quiz is running here');
});
