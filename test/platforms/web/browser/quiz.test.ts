/** A quiz in Chromium, in Korean and to its end: forms, buttons and typing, secrets kept, nothing lost, for everybody. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { translate } from '../../../../src/i18n/i18n.ts';
import { found } from './axe.ts';
import { type BrowserClass, composer, messages, openBrowserClass, say } from './browser-class.ts';
import { inChromium, shot } from './chromium.ts';

inChromium('a quiz', () => {
  let browserClass: BrowserClass;
  let teacher: Page;
  let students: Page[] = [];
  let wall: Page;
  beforeAll(async () => {
    browserClass = await openBrowserClass();
    const korean = { locale: 'ko-KR' } as const;
    [teacher, ...students] = (await Promise.all([
      browserClass.teacher('김 선생님', korean),
      browserClass.student('민지', korean),
      browserClass.student('서준', { ...korean, viewport: { width: 390, height: 844 } }),
      browserClass.student('하은', { ...korean, colorScheme: 'dark' }),
    ])) as [Page, ...Page[]];
  });
  afterAll(() => browserClass.stop());

  const question = (page: Page, n: number) =>
    page
      .getByRole('article')
      .filter({ hasText: new RegExp(`문제 ${n}/`) })
      .first();
  /** Cards that only this person sees. */
  const own = (page: Page, text: string | RegExp) => messages(page, text).last();
  const press = async (page: Page, n: number, name: string) =>
    question(page, n).getByRole('button', { name, exact: true }).click();

  const pin = (page: Page) => page.getByRole('region', { name: '지금 열려 있는 문제' });
  /** Whether all of it is on the screen, between the bars above and the field below. */
  const inView = (element: Locator) =>
    element.evaluate((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      const { top: from, bottom: to } = document.querySelector('.scroller')!.getBoundingClientRect();
      return top >= from - 1 && bottom <= to + 1;
    });

  it('is answered by form, by button and by typing, each unseen by the others', async () => {
    const [minji, seojun, haeun] = students as [Page, Page, Page];
    await say(teacher, '/quiz start augmentation item:4 time:300');
    const card = question(minji, 4);
    wall = await teacher.context().newPage();
    await wall.goto(`${browserClass.url}/c/${browserClass.slug}?projector`);
    // It is pinned, also where others have pushed it out of view and on a page that is loaded again.
    await say(haeun, '/augment preview count:1');
    for (let n = 0; n < 30; n++)
      await [haeun, minji][n % 2]!.request.post(`/api/c/${browserClass.slug}/say`, {
        headers: { origin: browserClass.url },
        multipart: { key: `message-${n}`, text: `${n}` },
      });
    await seojun.reload();
    for (const page of [teacher, minji, seojun, haeun])
      await pin(page).getByText('3명 중 0명이 답했습니다').waitFor();
    await pin(seojun)
      .getByText(/4:\d\d 남음/)
      .waitFor();
    expect(await question(seojun, 4).count()).toBe(0);
    await shot(seojun, 'pin-phone-ko');
    await shot(teacher, 'pin-desk-ko');
    await pin(seojun).getByRole('button', { name: '답하기' }).click();
    const field = question(seojun, 4).getByLabel('빈칸 1');
    await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await inView(question(seojun, 4).getByRole('heading'))).toBe(true);
    await shot(seojun, 'pin-answer-phone-ko');
    expect(await wall.locator('.projector h2').allInnerTexts()).toEqual(['문제 4/18 · 이미지와 증강']);
    await wall.locator('.projector').getByText('3명 중 0명이 답했습니다').waitFor();
    await shot(wall, 'projector-question-ko');
    await card.getByLabel('빈칸 1').fill('0.1');
    // While time runs, the card changes: what was typed stays.
    const before = await card.getByRole('progressbar').getAttribute('value');
    await expect.poll(() => card.getByRole('progressbar').getAttribute('value')).not.toBe(before);
    expect(await card.getByLabel('빈칸 1').inputValue()).toBe('0.1');
    await minji.reload();
    await pin(minji).getByRole('button', { name: '답하기' }).click();
    expect(await card.getByLabel('빈칸 1').inputValue()).toBe('0.1');
    await card.getByLabel('빈칸 2').fill('많이');
    expect(await card.getByRole('button', { name: '정답 공개' }).count()).toBe(0);
    await question(teacher, 4).getByRole('button', { name: '정답 공개' }).waitFor();
    await shot(minji, 'quiz-question-ko');
    await card.getByLabel('빈칸 2').press('Enter');
    const refused = own(minji, '이번 답은 기록되지 않았고');
    await refused.waitFor();
    await expect.poll(() => inView(refused)).toBe(true);
    expect(await card.getByText('받았습니다').count()).toBe(0);
    await card.getByLabel('빈칸 2').fill('0.05');
    await card.getByRole('button', { name: '답하기' }).click();
    const receipt = own(minji, '답을 접수했습니다');
    await receipt.waitFor();
    // Directly below the card, in the place of what was refused.
    await card.getByText('받았습니다: 답하기').waitFor();
    await expect.poll(() => inView(receipt)).toBe(true);
    expect(await refused.count()).toBe(0);
    expect(await receipt.evaluate((one) => one.previousElementSibling?.textContent)).toContain('받았습니다');
    await shot(minji, 'quiz-receipt-ko');

    await say(seojun, '/quiz answer 2.8; 1/20');
    await own(seojun, '답을 접수했습니다').waitFor();
    await say(haeun, '/quiz answer 0.1; 18');
    await own(haeun, '답을 접수했습니다').waitFor();
    await expect.poll(() => card.innerText()).toContain('3명이 답했습니다');
    for (const page of [teacher, seojun, haeun])
      expect(await page.getByRole('log').innerText()).not.toContain('shift(0.1) + rotate(0.05)');
    expect(await card.innerText()).not.toContain('18 / 360');
    await shot(seojun, 'quiz-phone-ko');
    await shot(haeun, 'quiz-dark-ko');
    for (const page of [teacher, seojun])
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await found(minji)).toEqual([]);
  });

  it('shows the key to all at once, in the same card, and each one their own answer', async () => {
    const [minji, seojun, haeun] = students as [Page, Page, Page];
    const count = await messages(teacher, /./).count();
    await say(teacher, '/quiz reveal');
    // Told where it was asked, and brought into view: no message of its own.
    await expect.poll(() => inView(question(teacher, 4).getByRole('heading'))).toBe(true);
    expect(await messages(teacher, /./).count()).toBe(count);
    for (const page of [teacher, minji, seojun, haeun]) await pin(page).waitFor({ state: 'detached' });
    await shot(haeun, 'quiz-revealed-ko');
    await wall.locator('.projector').getByText('18 / 360 = 0.05').waitFor();
    await shot(wall, 'projector-revealed-ko');
    await say(haeun, '/augment preview count:1 label:Bag');
    await wall.locator('.projector').getByText('18 / 360 = 0.05').waitFor({ state: 'detached' });
    for (const page of [teacher, minji, seojun, haeun]) {
      await question(page, 4).getByText('18 / 360 = 0.05').waitFor();
      expect(await messages(page, translate('ko')('quiz.advanced.revealed')).count()).toBe(0);
    }
    await press(seojun, 4, '내 답 보기');
    await own(seojun, '28픽셀 중 몇 픽셀인지').waitFor();
    expect(await messages(minji, '28픽셀 중 몇 픽셀인지').count()).toBe(0);
    await shot(teacher, 'quiz-reveal-ko');
    await shot(seojun, 'quiz-mine-phone-ko');
    expect(await found(teacher)).toEqual([]);
    // It is too late, whatever a page still shows.
    await say(minji, '/quiz answer 0.2; 0.2');
    await own(minji, '문제가 닫혀').waitFor();
  });

  it('goes on by the teacher’s button, with a discussion between two votes', async () => {
    const [minji, seojun, haeun] = students as [Page, Page, Page];
    await say(teacher, '/quiz stop');
    await messages(teacher, /^.*끝 · 이미지와 증강/s)
      .last()
      .waitFor();
    await shot(teacher, 'quiz-end-ko');
    await say(teacher, '/quiz start splits item:5 mode:peer time:0');
    for (const [page, option] of [
      [minji, 'A'],
      [seojun, 'B'],
      [haeun, 'B'],
    ] as const) {
      const receipts = messages(page, '답을 접수했습니다');
      const before = await receipts.count();
      await press(page, 5, option);
      await receipts.nth(before).waitFor();
    }
    await press(teacher, 5, '토론 시작');
    await own(minji, /(서준|하은).* 님과 이야기해 보세요/).waitFor();
    await own(seojun, /님과 이야기해 보세요/).waitFor();
    await press(teacher, 5, '다시 투표');
    for (const page of [minji, seojun, haeun]) {
      await question(page, 5).getByText('두 번째 투표: 다시').waitFor();
      expect(await question(page, 5).getByText('받았습니다').count()).toBe(0);
      await press(page, 5, 'A');
    }
    await expect.poll(() => question(teacher, 5).innerText()).toContain('3명이 답했습니다');
    await press(teacher, 5, '정답 공개');
    await question(haeun, 5).getByText('결과를 비교할 수 있도록').waitFor();
    await press(teacher, 5, '다음 문제');
    await question(minji, 6).getByText('사본').first().waitFor();
    await say(teacher, '/quiz stop');
    await say(minji, '/quiz scores');
    await own(minji, '1점 만점에 1점입니다').waitFor();
  });

  it('is written by a teacher in a form that says which line is wrong', async () => {
    await say(teacher, '/quiz new');
    const form = own(teacher, '퀴즈를 붙여 넣거나');
    await form
      .getByRole('textbox')
      .fill('title: 짧은 퀴즈\nabout: 시험\nitems:\n  - id: a\n    kind: essay\n    ask: 무엇\n');
    await form.getByRole('button', { name: '작성하기' }).click();
    await own(teacher, '5번째 줄').waitFor();
    await shot(teacher, 'quiz-new-ko');
    expect(await found(teacher)).toEqual([]);
    await form
      .getByRole('textbox')
      .fill(
        'title: 짧은 퀴즈\nabout: 시험\nitems:\n  - id: a\n    kind: order\n    ask: 순서?\n    lines: [하나, 둘, 셋]\n',
      );
    await form.getByRole('button', { name: '작성하기' }).click();
    await own(teacher, '저장했습니다').waitFor();
    await say(teacher, '/quiz start 짧은-퀴즈');
    await question(teacher, 1).getByText('하나').waitFor();
  });

  it('comes as a file', async () => {
    const send = async (name: string, source: string) => {
      const chooser = teacher.waitForEvent('filechooser');
      await teacher.getByRole('button', { name: '이미지나 퀴즈 첨부' }).click();
      await (await chooser).setFiles({ name, mimeType: 'application/yaml', buffer: Buffer.from(source) });
      await teacher.locator('.attached').getByText(name).waitFor();
      await shot(teacher, 'quiz-file-ko');
      await composer(teacher).press('Enter');
    };
    await send('broken.yaml', 'title: 파일\nitems: [');
    await own(teacher, /번째 줄/).waitFor();
    await composer(teacher).fill('');
    await send(
      'mine.yaml',
      'title: 파일\nabout: 시험\nitems:\n  - id: a\n    kind: text\n    ask: 무엇?\n    answer: {accept: [과적합]}\n',
    );
    await own(teacher, /“파일”.*저장했습니다/).waitFor();
  });

  it('is answered with the keyboard alone', async () => {
    const [minji] = students as [Page];
    const field = question(minji, 1).getByRole('textbox');
    await composer(minji).focus();
    for (let n = 0; n < 40 && !(await field.evaluate((one) => one === document.activeElement)); n++)
      await minji.keyboard.press('Shift+Tab');
    await minji.keyboard.type('a b c');
    const receipts = messages(minji, '답을 접수했습니다');
    const before = await receipts.count();
    await minji.keyboard.press('Enter');
    await receipts.nth(before).waitFor();
  });
});
