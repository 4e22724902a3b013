/** What the README shows of Discord: a card as its real payload looks there. */
import { expect, it } from 'vitest';
import { type Discord, Permission, startDiscord } from '../emulators/discord/index.ts';
import { pageServer, type Shown } from '../emulators/discord/page-server.ts';
import { envOf } from '../platforms/discord/server.ts';
import { inChromium, openBrowser, shot } from '../platforms/web/browser/chromium.ts';
import { server } from '../shell.ts';
import { deleteFolder, newFolder } from '../test-app.ts';

inChromium('Discord', () => {
  it('looks as in the README, data/readme/discord.png', async () => {
    const data = newFolder();
    let testApp: { discord: Discord; shown: Shown } | undefined;
    const discord = await startDiscord({ also: pageServer(() => testApp!) });
    const guild = discord.guild({ name: 'TestWeb' });
    const channel = guild.channel({ name: 'class-a' });
    const teacher = guild.member({ name: 'Ms Kim', permissions: Permission.ManageGuild });
    testApp = {
      discord,
      shown: { guild, channel, people: [{ person: teacher, role: 'teacher', locale: 'en-US' }] },
    };
    const augie = server({
      data,
      env: { ...envOf(discord), AUGIE_CHART_THEME: 'dark' },
      seconds: 900,
    });
    await discord.ready();
    const answer = await teacher.command(channel, 'experiment run', {
      fraction: 0.05,
      policy: 'shift(0.1)@0.5',
      epochs: 40,
    });
    const message = await answer.until(({ text }) => /Duration/.test(text));
    expect(message.text).toMatch(
      /On moved test images, augmentation helped: 44.4% → 71.4%, better in 6 of 6 pairs/,
    );

    const browser = await openBrowser();
    const page = await browser.newPage({ viewport: { width: 600, height: 1000 }, deviceScaleFactor: 1.5 });
    await page.goto(`${discord.origin}/message/${message.id}`);
    const pictures = page.locator('img');
    await expect.poll(() => pictures.count()).toBeGreaterThan(1);
    for (const picture of await pictures.all())
      await picture.evaluate((image) => (image as HTMLImageElement).decode());
    await shot(page, 'discord');
    await browser.close();
    augie.process.kill('SIGTERM');
    await augie.ended;
    await discord.stop();
    deleteFolder(data);
  });
});
