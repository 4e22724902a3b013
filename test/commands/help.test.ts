/** /help: every command from its definition, and what computes. */
import { expect, it } from 'vitest';
import { loadCommands } from '../../src/app.ts';
import { useTestApp } from '../use-test-app.ts';

const testApp = useTestApp();

it('lists every command from its definition, and says what computes', async () => {
  const help = (await testApp.say('/help')).text();
  for (const { name } of await loadCommands()) expect(help).toContain(`/${name}: `);
  expect(help).toMatch(/settings keep: .* \(teachers only\)/);
  expect(help).toMatch(/TensorFlow\.js \d+\.\d+\.\d+ \((native|wasm)\)/);
});

it('explains one command: what its options mean and take', async () => {
  const run = (await testApp.say('/help /experiment run', { locale: 'de' })).text();
  expect(run).toMatch(/fraction \| .+ \| 0,001 bis 1, Vorgabe 0,2/);
  expect(run).toMatch(/dataset \| .+ \| .*fashion-mnist.*, Vorgabe fashion-mnist/);
  expect((await testApp.say('/help settings keep', { locale: 'de' })).text()).toContain('(nur Lehrkräfte)');
  expect((await testApp.say('/help experiment runn')).text()).toContain('experiment run?');
});
