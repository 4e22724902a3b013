/** What is wrong with a page for somebody: all that axe-core knows, and the contrast where it cannot tell. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What another colour scheme can change. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Found on a page as it is, in light and in dark: rule, element and why. */
export async function found(page: Page): Promise<string[]> {
  const all: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await settled(page);
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
    const { violations, passes, incomplete } = await page.evaluate(
      (runOnly) => (window as unknown as { axe: typeof axe }).axe.run({ runOnly }),
      colorScheme === 'light'
        ? { type: 'tag' as const, values: RULES }
        : { type: 'rule' as const, values: COLOURS },
    );
    expect(passes.length + incomplete.length).toBeGreaterThan(colorScheme === 'light' ? 15 : 0); // it did look
    for (const { id, nodes } of violations)
      for (const { target, failureSummary } of nodes)
        all.push(`${colorScheme} ${id} ${target}: ${failureSummary}`);
    const unclear = incomplete.flatMap(({ id, nodes }) => (id === 'color-contrast' ? nodes : []));
    const pale = await page.evaluate(
      tooPale,
      unclear.map(({ target }) => String(target)),
    );
    all.push(...pale.map((one) => `${colorScheme} contrast ${one}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await settled(page);
  return all;
}

/** Colours change in a while: what is on its way is brought to its end, as nobody can say when a page is next drawn. */
const settled = (page: Page) =>
  page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      const { endTime } = animation.effect!.getComputedTiming();
      if (Number(endTime) < Infinity) animation.finish();
    }
  });

/**
 * In the page: of these elements those whose text differs too little from what is behind it (WCAG 1.4.3). axe-core leaves
 * open what is in a dialog or has been scrolled under something, although nothing there stands on anything but its parents.
 */
function tooPale(selectors: readonly string[]): string[] {
  const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  /** Red, green and blue after painting these colours on white, one over the other. */
  const painted = (colours: readonly string[]) => {
    for (const colour of ['#fff', ...colours]) {
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
    }
    return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (colours: readonly string[]) => {
    const [red = 0, green = 0, blue = 0] = painted(colours).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  return selectors.flatMap((selector) => {
    const element = document.querySelector(selector)!;
    const behind: string[] = [];
    for (let at: Element | null = element; at; at = at.parentElement) {
      behind.unshift(getComputedStyle(at).backgroundColor);
      if (at instanceof HTMLDialogElement) break;
    }
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const [dark = 0, light = 0] = [luminance(behind), luminance([...behind, color])].sort((a, b) => a - b);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = Number.parseFloat(fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
    return ratio < (large ? 3 : 4.5) ? [`${selector}: ${ratio.toFixed(2)}`] : [];
  });
}
