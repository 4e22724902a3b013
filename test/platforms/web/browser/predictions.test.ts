/** A class predicts an experiment on the page: in forms that outlive the ticking of the card, unseen by each other. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BrowserClass, DONE, experiment, messages, openBrowserClass, say } from './browser-class.ts';
import { inChromium, shot } from './chromium.ts';

inChromium('a prediction', () => {
  let browserClass: BrowserClass;
  let [teacher, kim, lee]: Page[] = [];
  beforeAll(async () => {
    browserClass = await openBrowserClass();
    [teacher, kim, lee] = await Promise.all([
      browserClass.teacher(),
      browserClass.student('민지', { locale: 'ko-KR', viewport: { width: 390, height: 844 } }),
      browserClass.student('lee', { colorScheme: 'dark' }),
    ]);
  });
  afterAll(() => browserClass.stop());

  it('is typed while time runs, counted, changed, and scored in the same card', async () => {
    await say(teacher!, `${experiment(1)} policy:erase@0.3 predict:true`);
    const [card, korean, dark] = [teacher!, kim!, lee!].map((page) =>
      messages(page, /Experiment \d+:|실험 \d+:/).first(),
    );
    const pin = (page: Page) => page.locator('.pin');
    await pin(lee!).getByText('0 of 2 have answered').waitFor();
    await pin(kim!).getByText('2명 중 0명이 답했습니다').waitFor();
    await dark!.getByLabel('Accuracy of augmented: from (%)').fill('81');
    await choose(korean!, 'augmented');
    await korean!.locator('input[name=low]').fill('70');
    await korean!.locator('input[name=high]').fill('60');
    await korean!.locator('button[type=submit]').click();
    // What is refused stands beside the form.
    await shot(kim!, 'prediction-refused');
    await messages(kim!, '60보다 커서').waitFor();
    await korean!.locator('input[name=high]').fill('85');
    await korean!.locator('button[type=submit]').click();
    await messages(kim!, '예측을 접수했습니다').waitFor();
    await expect.poll(() => card!.innerText()).toContain('1 person has predicted');
    await pin(lee!).getByText('1 of 2 has answered').waitFor();
    await shot(teacher!, 'prediction-asked');
    // The card has changed several times by now.
    expect(await dark!.getByLabel('Accuracy of augmented: from (%)').inputValue()).toBe('81');
    await choose(dark!, 'neither');
    await dark!.getByLabel('Accuracy of augmented: to (%)').fill('86');
    await shot(lee!, 'prediction-dark');
    await dark!.getByRole('button', { name: 'Predict', exact: true }).click();
    await messages(lee!, 'counts: no clear difference, accuracy 81% – 86%').waitFor();
    expect(await messages(teacher!, / counts: |접수/).count()).toBe(0);
    await shot(kim!, 'prediction-counted');

    await card!.getByRole('button', { name: 'Start training' }).click();
    await messages(teacher!, DONE).waitFor();
    for (const page of [teacher!, kim!, lee!]) await pin(page).waitFor({ state: 'detached' });
    const end = await messages(teacher!, DONE).innerText();
    expect(end).toMatch(/2 people predicted; it takes 5.*Augmented reached \d\d/);
    expect(await dark!.locator('form').count()).toBe(0);
    await dark!.getByRole('button', { name: 'My prediction' }).click();
    await messages(lee!, 'Your interval').waitFor();
    await shot(lee!, 'prediction-own');
  });
});

/** Whether the page offers a menu or buttons to pick from. */
async function choose(card: ReturnType<typeof messages>, value: string): Promise<void> {
  const menu = card.locator('select[name=arm]');
  if ((await menu.count()) > 0) await menu.selectOption(value);
  else await card.locator(`input[name=arm][value=${value}]`).check();
}
