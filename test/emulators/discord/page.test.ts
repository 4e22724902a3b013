/** The page for people, in Chromium, with a real discord.js bot behind it. */
import { createCanvas } from '@napi-rs/canvas';
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  ContainerBuilder,
  FileBuilder,
  type Interaction,
  LabelBuilder,
  MediaGalleryBuilder,
  MessageFlags,
  ModalBuilder,
  SectionBuilder,
  SeparatorBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inChromium, openBrowser, shot } from '../../platforms/web/browser/chromium.ts';
import { login, restOf, start } from './client.ts';
import { type Discord, Permission } from './index.ts';
import { pageServer, type Shown } from './page-server.ts';

const experiment = {
  name: 'experiment',
  description: 'Train networks and compare',
  options: [
    {
      type: 1,
      name: 'run',
      description: 'Run an experiment',
      description_localizations: { ko: '실험을 시작해요' },
      options: [
        {
          type: 10,
          name: 'fraction',
          description: 'How much of the data',
          min_value: 0.05,
          max_value: 1,
          required: true,
        },
        { type: 3, name: 'policy', description: 'Which augmentation', autocomplete: true },
        { type: 11, name: 'picture', description: 'A picture of your own' },
      ],
    },
  ],
};

/** A disc beside a box. Without SVG, which Augie has forbidden sharp for the whole process. */
const shapes = (hue: string) => {
  const canvas = createCanvas(480, 300);
  const pen = canvas.getContext('2d');
  pen.fillStyle = hue;
  pen.fillRect(0, 0, 480, 300);
  pen.fillStyle = '#fff8';
  pen.arc(150, 150, 110, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = '#0004';
  pen.fillRect(260, 60, 160, 180);
  return canvas.encode('png');
};

async function card() {
  const text = (content: string) => new TextDisplayBuilder().setContent(content);
  return {
    flags: MessageFlags.IsComponentsV2 as const,
    files: [
      { attachment: await shapes('#5865f2'), name: 'a.png' },
      { attachment: await shapes('#3ba55c'), name: 'b.png' },
      { attachment: Buffer.from('epoch,loss\n1,0.5\n'), name: 'table.csv' },
    ],
    components: [
      new ContainerBuilder()
        .setAccentColor(0x5865f2)
        .addTextDisplayComponents(
          text(
            '## Flipping helps, **a little**\nWith *flips* the network got `81.2 %` right, without `78.9 %`.\n- 400 pictures\n- 5 epochs\n> Not significant yet',
          ),
          text(
            '```\npolicy   accuracy\nnone        78.9 %\nflip        81.2 %\n```\n-# Run it again with </experiment run:123> and another fraction',
          ),
        )
        .addMediaGalleryComponents(
          new MediaGalleryBuilder().addItems(
            { media: { url: 'attachment://a.png' }, description: 'Before' },
            { media: { url: 'attachment://b.png' }, description: 'After' },
          ),
        )
        .addSeparatorComponents(new SeparatorBuilder())
        .addSectionComponents(
          new SectionBuilder()
            .addTextDisplayComponents(text('### What it means\nSee [the paper](https://example.org).'))
            .setButtonAccessory(
              new ButtonBuilder().setCustomId('why').setLabel('Why?').setStyle(ButtonStyle.Secondary),
            ),
        )
        .addFileComponents(new FileBuilder().setURL('attachment://table.csv'))
        .addActionRowComponents(
          new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
            new StringSelectMenuBuilder()
              .setCustomId('policy')
              .setPlaceholder('Choose a policy')
              .addOptions(
                { label: 'Flip', value: 'flip', description: 'Left is right' },
                { label: 'Crop', value: 'crop' },
              ),
          ),
        )
        .addActionRowComponents(
          new ActionRowBuilder<ButtonBuilder>().addComponents(
            new ButtonBuilder().setCustomId('again').setLabel('Run again').setStyle(ButtonStyle.Primary),
            new ButtonBuilder().setCustomId('keep').setLabel('Keep').setStyle(ButtonStyle.Success),
            new ButtonBuilder().setCustomId('drop').setLabel('Delete').setStyle(ButtonStyle.Danger),
            new ButtonBuilder().setURL('https://example.org').setLabel('Read').setStyle(ButtonStyle.Link),
          ),
        ),
    ],
  };
}

async function handle(i: Interaction): Promise<unknown> {
  if (i.isAutocomplete()) return i.respond([{ name: 'Flip sideways', value: 'flip' }]);
  if (i.isChatInputCommand()) {
    await i.deferReply();
    return i.editReply(await card());
  }
  if (i.isButton() && i.customId === 'why')
    return i.showModal(
      new ModalBuilder()
        .setCustomId('why')
        .setTitle('What do you think?')
        .addLabelComponents(
          new LabelBuilder()
            .setLabel('Your reason')
            .setTextInputComponent(
              new TextInputBuilder().setCustomId('reason').setStyle(TextInputStyle.Paragraph),
            ),
        ),
    );
  if (i.isModalSubmit())
    return i.reply({
      content: `You said: ${i.fields.getTextInputValue('reason')}`,
      flags: MessageFlags.Ephemeral,
    });
  if (i.isStringSelectMenu()) return i.deferReply();
}

inChromium('the page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  async function open(): Promise<{ page: Page; discord: Discord; shown: Shown }> {
    let testApp: { discord: Discord; shown: Shown } | undefined;
    const discord = await start({ also: pageServer(() => testApp!) });
    const guild = discord.guild({ name: 'Class' });
    const people = [
      {
        person: guild.member({ name: 'Ada', permissions: Permission.Administrator }),
        role: 'teacher',
        locale: 'en-US',
      },
      { person: guild.member({ name: 'Jihu', locale: 'ko' }), role: 'student', locale: 'ko' },
    ];
    const shown: Shown = { guild, channel: guild.channel({ name: 'class' }), people };
    testApp = { discord, shown };
    const client = await login(discord);
    client.on(
      'interactionCreate',
      (i) => void handle(i).catch((error) => process.stderr.write(`${error}\n`)),
    );
    await restOf(discord).put(`/applications/${discord.application.id}/commands`, { body: [experiment] });
    const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
    page.setDefaultTimeout(10_000);
    await page.goto(`${discord.origin}/`);
    return { page, discord, shown };
  }

  it('lets a person type a command, press a button, and read what only they see', async () => {
    const { page, discord, shown } = await open();
    await page.selectOption('#who', { label: 'Jihu (student, ko)' });
    // The page loads itself again for them, and would forget what is typed before.
    await page.waitForURL(/who=/);
    await page.getByPlaceholder('Message #class').waitFor();
    const line = page.getByLabel('Message or command');
    await line.fill('/exp');
    await page.getByText('실험을 시작해요').click();
    await page.getByRole('button', { name: 'fraction *' }).waitFor();
    await line.fill('/experiment run fraction:0.2 policy:fl');
    await page.getByRole('button', { name: 'Flip sideways' }).waitFor();
    await shot(page, 'discord-typing');
    await page.getByRole('button', { name: 'Flip sideways' }).click();
    expect(await line.inputValue()).toBe('/experiment run fraction:0.2 policy:flip ');
    await line.press('Enter');
    await page.getByText('Jihu used /experiment run').waitFor();
    await page.getByRole('button', { name: 'Run again' }).waitFor();
    expect(await page.locator('.gallery img').count()).toBe(2);
    await page.waitForFunction(() =>
      [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0),
    );
    await shot(page, 'discord-card');
    await page.getByRole('button', { name: 'Why?' }).click();
    await page.getByLabel('Your reason').fill('**because**');
    await shot(page, 'discord-modal');
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByText('Only you can see this').waitFor();
    expect(await page.locator('.private strong').textContent()).toBe('because');
    await page.getByText('Choose a policy').click();
    await shot(page, 'discord-select');
    await page.getByRole('button', { name: 'Flip Left is right' }).click();
    await page.getByText('Augie is thinking…').waitFor();
    await shot(page, 'discord-private');
    const [message] = shown.channel.messages;
    const alone = await browser.newPage({ viewport: { width: 600, height: 400 }, deviceScaleFactor: 2 });
    await alone.goto(`${discord.origin}/message/${message!.id}`);
    await alone.getByRole('button', { name: 'Run again' }).waitFor();
    await alone.waitForFunction(() =>
      [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0),
    );
    expect(await alone.locator('.message').count()).toBe(1);
    expect(await alone.evaluate(() => document.body.scrollWidth)).toBe(600);
    await alone.setViewportSize({
      width: 600,
      height: await alone.evaluate(() => document.body.scrollHeight),
    });
    await shot(alone, 'discord-alone');
    await page.close();
    await alone.close();
  });

  it('says what the client would not let a person send, and what the bot did not answer', async () => {
    const { page, discord } = await open();
    const line = page.getByLabel('Message or command');
    await line.fill('/experiment run fraction:2');
    await line.press('Enter');
    await page.getByText('it is 1 or less').waitFor();
    await line.fill('hello <b>&amp; *you*');
    await line.press('Enter');
    const said = page.locator('.message .text').last();
    await said.waitFor();
    expect(await said.innerHTML()).toBe('hello &lt;b&gt;&amp;amp; <em>you</em>');
    discord.gateway.close(1000);
    await page.getByText('The bot is not connected.').waitFor();
    await page.close();
  });
});
