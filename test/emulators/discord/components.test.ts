/** Buttons, selects, modals and autocomplete, with the real discord.js. */
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import { testApp } from './client.ts';
import type { Json } from './index.ts';

const buttons = () =>
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId('more').setLabel('More').setStyle(ButtonStyle.Primary),
    new ButtonBuilder().setCustomId('never').setLabel('Never').setStyle(ButtonStyle.Danger).setDisabled(true),
    new ButtonBuilder().setURL('https://example.org').setLabel('Read').setStyle(ButtonStyle.Link),
  );

const select = () =>
  new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
    new StringSelectMenuBuilder()
      .setCustomId('which')
      .setPlaceholder('Which?')
      .addOptions({ label: 'One', value: '1' }, { label: 'Two', value: '2' }),
  );

const label = (id: string, more: Json = {}): Json => ({
  type: 18,
  label: 'L',
  component: { type: 4, style: 1, custom_id: id, ...more },
});

async function handle(i: Interaction): Promise<unknown> {
  if (i.isChatInputCommand())
    return i.reply({ content: 'shown', components: [buttons(), select()], flags: MessageFlags.Ephemeral });
  if (i.isButton())
    return i.showModal(
      new ModalBuilder()
        .setCustomId('form')
        .setTitle('Form')
        .addLabelComponents(
          new LabelBuilder()
            .setLabel('Why')
            .setTextInputComponent(
              new TextInputBuilder().setCustomId('why').setStyle(TextInputStyle.Short).setMaxLength(10),
            ),
        ),
    );
  if (i.isStringSelectMenu()) {
    await i.deferUpdate();
    return i.editReply({ content: `chose ${i.values.join()}` });
  }
  if (i.isModalSubmit() && i.isFromMessage())
    return i.update({ content: `because ${i.fields.getTextInputValue('why')}`, components: [] });
  if (i.isAutocomplete()) {
    const typed = i.options.getFocused();
    return i.respond([{ name: `${typed}!`, nameLocalizations: { ko: `${typed}요` }, value: typed }]);
  }
}

describe('components', () => {
  it('open a modal, and its answer changes the message of the button', async () => {
    const { kim, lee, channel } = await testApp(handle);
    const message = await (await kim.command(channel, 'say')).until();
    const pressed = await kim.press(message, 'More');
    expect(await pressed.opens()).toMatchObject({ customId: 'form', title: 'Form' });
    await expect(kim.submit(pressed.modal, { why: 'x'.repeat(11) })).rejects.toThrow('0 to 10 characters');
    await expect(kim.submit(pressed.modal, {})).rejects.toThrow('must be filled in');
    const sent = await kim.submit(pressed.modal, { Why: 'so' });
    expect(await sent.until()).toBe(message);
    expect(message).toMatchObject({ content: 'because so', components: [], onlyFor: kim.id });
    await expect(lee.press(message, 'more')).rejects.toThrow('does not see');
    await expect(kim.press(message, 'more')).rejects.toThrow('has no "more"');
  });

  it('take what the options are, and change the message after a silent defer', async () => {
    const { kim, channel } = await testApp(handle);
    const message = await (await kim.command(channel, 'say')).until();
    const chosen = await kim.choose(message, 'which', ['Two']);
    await chosen.until(({ content }) => content === 'chose 2');
    expect(chosen.message()).toBe(message);
    await expect(kim.choose(message, 'which', ['3'])).rejects.toThrow('It has: One, Two');
    await expect(kim.choose(message, 'which', ['1', '2'])).rejects.toThrow('takes 1 to 1');
    await expect(kim.press(message, 'Never')).rejects.toThrow('disabled');
    await expect(kim.press(message, 'Read')).rejects.toThrow('is a link');
  });

  it('offer choices while a person types, in their language', async () => {
    const { kim, lee, channel, discord, trouble } = await testApp(handle);
    expect(await kim.autocomplete(channel, 'say', { text: 'h' }, 'text')).toEqual([
      { name: 'h요', value: 'h' },
    ]);
    expect(await lee.autocomplete(channel, 'say', { text: 'h' }, 'text')).toEqual([
      { name: 'h!', value: 'h' },
    ]);
    await expect(kim.autocomplete(channel, 'say', {}, 'who')).rejects.toThrow('no autocomplete');
    kim.autocomplete(channel, 'say', { text: 'x'.repeat(101) }, 'text').catch(() => undefined);
    expect(await trouble()).toMatchObject({ code: 50035 });
    expect(discord.takeProblems()).toMatchObject([{ what: 'Invalid Form Body' }]);
  });

  it('are answered only as their kind may be', async () => {
    const { kim, channel, discord, trouble } = await testApp(async (i) => {
      if (i.isChatInputCommand())
        await i.client.rest.post(`/interactions/${i.id}/${i.token}/callback`, {
          body: { type: 7 },
          auth: false,
        });
    });
    await kim.command(channel, 'say');
    expect(await trouble()).toMatchObject({ code: 50035 });
    expect(discord.takeProblems()).toMatchObject([{ detail: [{ path: ['type'] }] }]);
  });

  it.each<[string, Json, string, string]>([
    ['no field', { components: [] }, 'data.components', 'BASE_TYPE_MIN_LENGTH'],
    [
      'six fields',
      { components: [1, 2, 3, 4, 5, 6].map((n) => label(`${n}`)) },
      'data.components',
      'BASE_TYPE_MAX_LENGTH',
    ],
    ['a long title', { title: 'x'.repeat(46) }, 'data.title', 'BASE_TYPE_MAX_LENGTH'],
    [
      'a field twice',
      { components: [label('a'), label('a')] },
      'data.components.1.component.custom_id',
      'COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    [
      'a label in a label',
      { components: [label('a', { label: 'x' })] },
      'data.components.0.component.label',
      'TEXT_INPUT_LABEL_IN_LABEL',
    ],
    [
      'an old field without a label',
      { components: [{ type: 1, components: [{ type: 4, style: 1, custom_id: 'a' }] }] },
      'data.components.0.components.0.label',
      'BASE_TYPE_REQUIRED',
    ],
  ])('refuse a modal with %s', async (_, changes, path, code) => {
    const modal = { custom_id: 'm', title: 'M', components: [label('a')], ...changes };
    const { kim, channel, discord, trouble } = await testApp(async (i) =>
      i.client.rest.post(`/interactions/${i.id}/${i.token}/callback`, {
        body: { type: 9, data: modal },
        auth: false,
      }),
    );
    await kim.command(channel, 'say');
    expect(await trouble()).toMatchObject({ code: 50035 });
    const [problem] = discord.takeProblems();
    expect(problem?.detail.map((one: Json) => [one.path.join('.'), one.code])).toEqual([[path, code]]);
  });
});
