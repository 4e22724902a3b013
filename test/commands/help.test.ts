/** /help: every command from its definition, and what computes. */
import { expect, it } from 'vitest';
import { loadCommands } from '../../src/app.ts';
import { translate } from '../../src/i18n/i18n.ts';
import { renderCard } from '../../src/platforms/discord/render.ts';
import { useTestApp } from '../use-test-app.ts';

const testApp = useTestApp();

it('lists every command from its definition, and says what computes', async () => {
  const help = (await testApp.say('/help')).text();
  for (const { name } of await loadCommands()) expect(help).toContain(`/${name}: `);
  expect(help).toMatch(/settings keep: .* \(teachers only\)/);
  expect(help).toMatch(/TensorFlow\.js \d+\.\d+\.\d+ \((native|wasm)\)/);
});

it.each(['en', 'ko', 'de'])(
  'begins with what one does first, in groups whose lines can be pressed, in %s',
  async (locale) => {
    const card = (await testApp.say('/help', { locale })).card();
    const t = translate(locale);
    const fields = card.blocks.flatMap((block) => (block.type === 'fields' ? block.fields : []));
    expect(fields.slice(0, 2).map(({ label }) => label)).toEqual(['/augment preview', '/experiment run']);
    expect(fields.map(({ line }) => line)).toEqual(fields.map(({ label }) => label));
    const headings = card.blocks.flatMap((block) =>
      block.type === 'text' && block.tone === 'strong' ? [block.text] : [],
    );
    expect(headings).toEqual(
      (['first', 'experiment', 'quiz', 'teacher', 'settings'] as const).map((group) =>
        t(`help.groups.${group}`),
      ),
    );
    const places = [
      'experiment show',
      'experiment cancel',
      'experiment delete',
      'quiz start',
      'settings language',
    ].map((name) => fields.findIndex(({ label }) => label === `/${name}`));
    expect(places).toEqual([...places].sort((a, b) => a - b));

    // On Discord a command in a text is something to press; all of them have room in one message.
    const ids = (await loadCommands()).map(({ name }) => [name, '1234567890123456789'] as const);
    const { body } = await renderCard(card, {
      t,
      charts: { render: async () => new Uint8Array() },
      commandIds: new Map(ids),
    });
    const shown = JSON.stringify(body);
    expect(shown).not.toContain('augie.txt');
    for (const [name, id] of ids) expect(shown).toContain(`</${name}:${id}>`);
  },
);

it('explains one command: what its options mean and take', async () => {
  const run = (await testApp.say('/help /experiment run', { locale: 'de' })).text();
  expect(run).toMatch(/fraction \| .+ \| 0,001 bis 1, Standard: 0,2/);
  expect(run).toMatch(/dataset \| .+ \| .*fashion-mnist.*, Standard: fashion-mnist/);
  expect((await testApp.say('/help settings keep', { locale: 'de' })).text()).toContain('(nur Lehrkräfte)');
  expect((await testApp.say('/help experiment runn')).text()).toContain('experiment run?');
});
