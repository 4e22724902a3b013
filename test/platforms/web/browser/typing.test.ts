/** Typing help, what is wrong, Korean letters and pictures, by the keys and the mouse of a real browser. */
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type BrowserClass,
  composer,
  expectTyped,
  messages,
  openBrowserClass,
  pictures,
  say,
} from './browser-class.ts';
import { inChromium } from './chromium.ts';

const photos = join(import.meta.dirname, '..', '..', '..', '..', 'data', 'photos');

inChromium('the composer', () => {
  let browserClass: BrowserClass;
  let kim: Page;
  let devtools: CDPSession;
  beforeAll(async () => {
    browserClass = await openBrowserClass();
    kim = await browserClass.student('kim', { permissions: ['clipboard-read', 'clipboard-write'] });
    devtools = await kim.context().newCDPSession(kim);
  });
  afterEach(() => composer(kim).fill(''));
  afterAll(() => browserClass.stop());

  const listbox = () => kim.getByRole('listbox');
  const option = (name: string | RegExp) => listbox().getByRole('option', { name });
  const marked = () => listbox().getByRole('option', { selected: true });
  const problem = () => kim.locator('.composer [role=alert]');
  const count = () => kim.getByRole('article').count();

  describe('helps with typing', () => {
    it('by Tab, arrows and Enter', async () => {
      await composer(kim).pressSequentially('/');
      await option(/^\/experiment run/).waitFor();
      await kim.keyboard.type('aug');
      await option(/^\/experiment run/).waitFor({ state: 'detached' });
      expect(await marked().innerText()).toMatch(/^\/augment/);
      const [first, second] = await listbox().getByRole('option').allInnerTexts();
      await kim.keyboard.press('ArrowDown');
      await expect.poll(() => marked().innerText()).toBe(second);
      await kim.keyboard.press('ArrowUp');
      await expect.poll(() => marked().innerText()).toBe(first);
      await kim.keyboard.type('ment pre');
      await expect.poll(() => listbox().getByRole('option').count()).toBe(1);
      await kim.keyboard.press('Tab');
      await expectTyped(kim, '/augment preview ');
      await kim.keyboard.type('lab');
      await expect.poll(() => marked().innerText()).toMatch(/^label/);
      await kim.keyboard.press('Enter');
      await expectTyped(kim, '/augment preview label:');
      await option('Bag').waitFor();
      await kim.keyboard.type('Sne');
      await option('Sneaker').waitFor();
      await option('Bag').waitFor({ state: 'detached' });
      await kim.keyboard.press('Tab');
      await expectTyped(kim, '/augment preview label:Sneaker ');
      expect(await count()).toBe(0);
      await kim.keyboard.press('Enter');
      await expectTyped(kim, '');
      await pictures(messages(kim, '/augment preview label:Sneaker'));
      await kim.keyboard.press('ArrowUp');
      await expectTyped(kim, '/augment preview label:Sneaker ');
    });

    it('by a press on a line of /help', async () => {
      await say(kim, '/help');
      await composer(kim).fill('half a sentence');
      await messages(kim, 'kim used /help').getByRole('button', { name: '/experiment run' }).click();
      await expectTyped(kim, '/experiment run ');
      expect(await composer(kim).evaluate((field) => field === document.activeElement)).toBe(true);
      // What was being typed is not lost.
      await kim.getByRole('button', { name: 'Put it back' }).click();
      await expectTyped(kim, 'half a sentence');
      await messages(kim, 'kim used /help').getByRole('button', { name: '/quiz list' }).click();
      await expectTyped(kim, '/quiz list ');
      await kim.keyboard.press('Enter');
      await expectTyped(kim, 'half a sentence');
      await messages(kim, 'kim used /quiz list').waitFor();
    });

    it('by a click, and not after Esc', async () => {
      await composer(kim).pressSequentially('/he');
      await option(/^\/help/).click();
      await expectTyped(kim, '/help ');
      await composer(kim).fill('/experiment r');
      await option(/^\/experiment run/).waitFor();
      await kim.keyboard.press('Escape');
      await listbox().waitFor({ state: 'detached' });
    });
  });

  it('says what is wrong beside the input, and sends nothing until it is mended', async () => {
    const before = await count();
    await composer(kim).fill('/augment preview count:99');
    await kim.keyboard.press('Enter');
    await expect.poll(() => problem().innerText()).toMatch(/count cannot be “99”/);
    expect(await composer(kim).getAttribute('aria-invalid')).toBe('true');
    await expectTyped(kim, '/augment preview count:99');
    expect(await count()).toBe(before);
    for (let i = 0; i < 2; i++) await kim.keyboard.press('Backspace');
    await kim.keyboard.type('1');
    await expect.poll(() => problem().textContent()).toBe('');
    await kim.keyboard.press('Enter');
    await expectTyped(kim, '');
    await messages(kim, '/augment preview count:1').waitFor();
    expect(await count()).toBe(before + 1);
  });

  it('lets Korean letters be put together: Enter ends them and sends nothing', async () => {
    const before = await count();
    await composer(kim).focus();
    for (const text of ['ㅇ', '아', '안', '안ㄴ', '안녀', '안녕']) {
      await devtools.send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    }
    // As browsers report an Enter that belongs to the letters.
    const enter = { windowsVirtualKeyCode: 229, key: 'Process', code: 'Enter' };
    await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
    await devtools.send('Input.insertText', { text: '안녕' });
    await expectTyped(kim, '안녕');
    expect(await count()).toBe(before);
    await kim.keyboard.press('Enter');
    await expectTyped(kim, '');
    await messages(kim, '안녕').waitFor();
    expect(await count()).toBe(before + 1);
  });

  describe('takes a picture', () => {
    const flower = join(photos, 'flower.jpg');
    const previewed = async (name: string) => {
      await kim.getByRole('button', { name: `Remove ${name}` }).waitFor();
      await expectTyped(kim, `/augment preview image:${name}`);
      await composer(kim).press('Enter');
      await expectTyped(kim, '');
      await pictures(messages(kim, `kim used /augment preview image:${name}`).last());
    };

    it('that is chosen', async () => {
      const chooser = kim.waitForEvent('filechooser');
      await kim.getByRole('button', { name: 'Attach an image or a quiz' }).click();
      await (await chooser).setFiles(flower);
      await previewed('flower.jpg');
    });

    it('that is dropped', async () => {
      const data = { items: [], files: [join(photos, 'coffee.png')], dragOperationsMask: 1 };
      const at = { x: 300, y: 200, data };
      await devtools.send('Input.dispatchDragEvent', { type: 'dragEnter', ...at });
      await devtools.send('Input.dispatchDragEvent', { type: 'dragOver', ...at });
      await kim.getByText('Drop an image or a quiz here').waitFor();
      await devtools.send('Input.dispatchDragEvent', { type: 'drop', ...at });
      await previewed('coffee.png');
    });

    it('that is pasted', async () => {
      await messages(kim, 'coffee.png')
        .locator('img')
        .evaluate(async (image) => {
          const png = await (await fetch((image as HTMLImageElement).src)).blob();
          await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
        });
      await composer(kim).press('Control+v');
      await previewed('image.png');
    });

    it('but no text that was copied from slides: it brings its own picture along', async () => {
      await messages(kim, 'coffee.png')
        .locator('img')
        .evaluate(async (image) => {
          const png = await (await fetch((image as HTMLImageElement).src)).blob();
          const text = (type: string, content: string) => new Blob([content], { type });
          await navigator.clipboard.write([
            new ClipboardItem({
              'text/plain': text('text/plain', 'from a slide'),
              'text/html': text('text/html', '<p>from a slide</p>'),
              'image/png': png,
            }),
          ]);
        });
      await composer(kim).press('Control+v');
      await expectTyped(kim, 'from a slide');
      expect(await kim.locator('.attached').count()).toBe(0);
    });

    it('and refuses what is none', async () => {
      const before = await count();
      const chooser = kim.waitForEvent('filechooser');
      await kim.getByRole('button', { name: 'Attach an image or a quiz' }).click();
      await (await chooser).setFiles({
        name: 'notes.pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.from('hello'),
      });
      await expect.poll(() => problem().innerText()).toMatch(/^You can send only images \(JPEG, PNG, WebP\)/);
      // What only says that it is one is refused by the server, and the command stays to be sent again.
      const again = kim.waitForEvent('filechooser');
      await kim.getByRole('button', { name: 'Attach an image or a quiz' }).click();
      await (await again).setFiles({
        name: 'notes.png',
        mimeType: 'image/png',
        buffer: Buffer.from('hello'),
      });
      await composer(kim).press('Enter');
      await messages(kim, 'image:notes.png')
        .getByText(/JPEG, PNG/)
        .waitFor();
      expect(await count()).toBe(before + 1);
      await say(kim, 'on we go');
    });
  });
});
