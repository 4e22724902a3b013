/** The manifest is one that Slack takes, has every command, and asks for no more than Augie uses. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ajv from 'ajv-draft-04';
import { expect, it } from 'vitest';
import { loadCommands } from '../../../src/app.ts';
import { locales, translate } from '../../../src/i18n/i18n.ts';
import { manifestOf, SCOPES } from '../../../src/platforms/slack/manifest.ts';
import { METHODS } from '../../emulators/slack/limits.ts';

const schema = JSON.parse(readFileSync('test/golden/slack/manifest.schema.json', 'utf8'));
const commands = await loadCommands();

it.each(locales.flatMap((locale) => ['', 'class-'].map((prefix) => [locale, prefix] as const)))(
  'is valid in %s with the prefix "%s"',
  (locale, prefix) => {
    const validate = new ajv.default({ strict: false, allErrors: true }).compile(schema);
    const manifest = manifestOf(commands, prefix, translate(locale));
    validate(manifest);
    expect(validate.errors ?? []).toEqual([]);
    const names = manifest.features.slash_commands.map(({ command }) => command);
    const words = new Set(commands.map(({ name }) => `/${prefix}${name.split(' ')[0]}`));
    expect(names).toEqual(['/augie', ...words]);
    // Without it, people who are named in a command are only words.
    expect(manifest.features.slash_commands.every((command) => command.should_escape)).toBe(true);
  },
);

it('is refused by that schema where it is wrong', () => {
  const validate = new ajv.default({ strict: false }).compile(schema);
  const { features, ...manifest } = manifestOf(commands, '', translate('en'));
  expect(validate({ ...manifest, features: { ...features, slash_commands: [{ command: 'x' }] } })).toBe(
    false,
  );
});

it('asks for the scopes of the methods that are called, and no others', () => {
  const folder = 'src/platforms/slack';
  const code = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const called = Object.entries(METHODS).filter(([method]) => code.includes(`'${method}'`));
  const needed = called.flatMap(([, { scope }]) => scope ?? []);
  expect([...SCOPES].sort()).toEqual([...new Set([...needed, 'commands', 'app_mentions:read'])].sort());
});
