/** Cards in windows of any width: nothing is broken within words or numbers, in any language. */
import { expect, it } from 'vitest';
import type { Card } from '../../../src/chat/card.ts';
import { progressLine } from '../../../src/chat/card-text.ts';
import { textWidth } from '../../../src/chat/width.ts';
import { locales, translate } from '../../../src/i18n/i18n.ts';
import { cardToText } from '../../../src/platforms/terminal/card-text.ts';
import { lineTyper } from '../../../src/platforms/terminal/typed-line.ts';
import { useTestApp } from '../../use-test-app.ts';

const WIDTHS = [40, 60, 80, 120];
const { say, finish } = useTestApp();

const LINES = [
  '/experiment run fraction:0.1 batch:80 epochs:1 seeds:6 policy:flip + rotate(0.04)@0.5 + noise(0.1)',
  '/experiment list',
  '/experiment show 1',
  '/experiment labels 1',
  'experiment.run.numbers:1',
  '/experiment run predict:true fraction:0.1 batch:80 epochs:1 seeds:2 policy:erase',
  '/experiment cancel 2',
  '/augment preview policy:shift(0.1)@0.5 + brightness(0.2)',
  '/augment list',
  '/help',
  '/help experiment run',
  '/quiz list',
  '/quiz start augmentation item:4 time:300',
  '/quiz answer x',
  '/quiz reveal',
  '/quiz stop',
  '/quiz scores',
  '/settings privacy',
  '/experiment run policy:rotation(45)',
];

const rendered = (card: Card, locale: string, width: number) =>
  cardToText(card, {
    t: translate(locale),
    width,
    paths: new Map(),
    typed: lineTyper('augie', []),
    links: false,
  });
const words = (text: string) =>
  text.split(/[ \n]+/).filter((word) => !/^─*$/.test(word) && !/^\[[#-]+\]$/.test(word));
/** A line to paste is whole, so that it can be pasted; code is as it is. */
const isWhole = (line: string) => /augie |^ {4}/.test(line) || !line.trim().includes(' ');

it.each(locales)(
  'keeps words and numbers of every card whole in %s',
  async (locale) => {
    const cards: Card[] = [];
    for (const line of LINES) {
      const who = { teacher: true, locale, channel: locale };
      const said = /^.experiment (run fraction|cancel)/.test(line)
        ? await finish(line, who)
        : await say(line, who);
      cards.push(...said.message.cards);
    }
    for (const card of cards) {
      const all = new Set(words(rendered(card, locale, 10_000)));
      for (const width of WIDTHS) {
        const text = rendered(card, locale, width);
        const tooWide = text.split('\n').filter((line) => textWidth(line) > width && !isWhole(line));
        expect(tooWide, `${card.title} in ${width} columns`).toEqual([]);
        expect(words(text).filter((word) => !all.has(word) && !word.endsWith('…'))).toEqual([]);
      }
      for (const block of card.blocks) {
        if (block.type !== 'progress') continue;
        const label = [block.label, block.left, 'Genauigkeit 85,3 % 정확도'].join(' · ');
        for (const width of WIDTHS) {
          const line = progressLine({ ...block, label }, width - 1);
          expect(textWidth(line)).toBeLessThan(width);
          const [, shown = ''] = line.split('] ');
          const kept = shown.replace(/…$/, '');
          expect(label.startsWith(kept) && /^([ ·,:]|$)/.test(label.slice(kept.length))).toBe(true);
        }
      }
    }
  },
  120_000,
);
