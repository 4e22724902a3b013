/** The environment: every variable is explained in .env.example, and what is wrong is named, all at once. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { projectRoot, readConfig, variables } from '../src/config.ts';

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
