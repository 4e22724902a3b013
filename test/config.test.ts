/** The environment: .env.example explains every variable, and all mistakes are named at once. */
import { mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadEnvFile, projectRoot, readConfig, variables } from '../src/config.ts';
import { deleteFolder, newFolder } from './test-app.ts';

it('is explained in .env.example, variable by variable, with what an empty one means', () => {
  const paragraphs = readFileSync('.env.example', 'utf8').split('\n\n').slice(1);
  expect(paragraphs.map((text) => /^(\w+)=$/m.exec(text)?.[1]).sort()).toEqual([...variables].sort());
  for (const text of paragraphs) expect(text).toMatch(/Empty: /);
});

it('needs none of them, and takes an empty one as none', () => {
  const root = projectRoot();
  const empty = Object.fromEntries(variables.map((name) => [name, '']));
  expect(readConfig(empty, root)).toEqual(readConfig({}, root));
  expect(readConfig({}, root)).toMatchObject({
    data: expect.stringMatching(/data.var$/),
    trainers: availableParallelism(),
    budget: { confirm: 600_000, most: 7_200_000 },
    room: { checkpoints: 500_000_000, networks: 500_000_000 },
    theme: 'light',
  });
});

it('names everything that is wrong at once', () => {
  expect(() =>
    readConfig({ AUGIE_TRAINERS: 'many', AUGIE_CHART_THEME: 'pink', QUICKCHART_URL: 'ftp://x' }, '/'),
  ).toThrow(
    expect.objectContaining({
      key: 'config.wrong',
      params: { problems: 'AUGIE_TRAINERS=many, AUGIE_CHART_THEME=pink, QUICKCHART_URL=ftp://x' },
    }),
  );
});

it.each([
  [{ AUGIE_TRAINERS: '0x10' }, 'AUGIE_TRAINERS=0x10'],
  [{ AUGIE_TRAINERS: '2.5' }, 'AUGIE_TRAINERS=2.5'],
  [{ AUGIE_TRAINERS: '1e1' }, 'AUGIE_TRAINERS=1e1'],
  [{ AUGIE_MAX_MINUTES: '1,5' }, 'AUGIE_MAX_MINUTES=1,5'],
  [{ AUGIE_MAX_MINUTES: 'Infinity' }, 'AUGIE_MAX_MINUTES=Infinity'],
  [{ TRUSTED_PROXY: 'proxy.example' }, 'TRUSTED_PROXY=proxy.example'],
  [{ TRUSTED_PROXY: '10.0.0.0/33' }, 'TRUSTED_PROXY=10.0.0.0/33'],
  [{ TRUSTED_PROXY: '::1/129' }, 'TRUSTED_PROXY=::1/129'],
  [{ TRUSTED_PROXY: '127.0.0.1,' }, 'TRUSTED_PROXY=127.0.0.1,'],
  [{ TRUSTED_PROXY: '127.0.0.1/' }, 'TRUSTED_PROXY=127.0.0.1/'],
  [{ AUGIE_MAX_MINUTES: '-1' }, 'AUGIE_MAX_MINUTES=-1'],
  [{ AUGIE_NETWORKS_MB: '500 MB' }, 'AUGIE_NETWORKS_MB=500 MB'],
  [{ AUGIE_CONFIRM_MINUTES: '9'.repeat(400) }, `AUGIE_CONFIRM_MINUTES=${'9'.repeat(39)}…`],
  [{ AUGIE_TRAINER: '2', AUGIE_DATTA: '/x' }, 'AUGIE_TRAINER (AUGIE_TRAINERS?), AUGIE_DATTA (AUGIE_DATA?)'],
])('refuses %o', (env, problems) => {
  expect(() => readConfig(env, '/')).toThrow(
    expect.objectContaining({ key: 'config.wrong', params: { problems } }),
  );
});

it('takes blanks as none, and leaves variables alone that are like none of ours', () => {
  const config = readConfig({ AUGIE_MAX_MINUTES: ' ', AUGIE_TRAINERS: ' 2 ', AUGIE_BENCH_FOLDER: 'x' }, '/');
  expect(config).toMatchObject({ trainers: 2, budget: { most: 7_200_000 } });
});

it('gives checkpoints and the weights of networks a room each, in megabytes', () => {
  const env = { AUGIE_CHECKPOINTS_MB: '20', AUGIE_NETWORKS_MB: '7' };
  expect(readConfig(env, '/').room).toEqual({ checkpoints: 20_000_000, networks: 7_000_000 });
  expect(readConfig({ AUGIE_NETWORKS_MB: '0' }, '/').room.networks).toBe(0);
});

it('takes addresses and networks of proxies', () => {
  expect(readConfig({ TRUSTED_PROXY: '127.0.0.1, ::1,10.0.0.0/8' }, '/').trustedProxies).toEqual([
    '127.0.0.1',
    '::1',
    '10.0.0.0/8',
  ]);
  expect(readConfig({}, '/').trustedProxies).toEqual([]);
});

it('says so when .env is no file that can be read', () => {
  const root = newFolder();
  loadEnvFile(root);
  mkdirSync(join(root, '.env'));
  expect(() => loadEnvFile(root)).toThrow(expect.objectContaining({ key: 'config.unreadable' }));
  deleteFolder(root);
});
