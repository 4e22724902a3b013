/** Cards in the shell: files by their paths, and buttons and forms as what is typed instead. */
import { expect, it } from 'vitest';
import type { Block } from '../../../src/chat/card.ts';
import { translate } from '../../../src/i18n/i18n.ts';
import { cardToText } from '../../../src/platforms/terminal/card-text.ts';

const blocks: Block[] = [
  { type: 'picture', name: 'curve', alt: 'what it shows', figure: { config: {}, width: 1, height: 1 } },
  { type: 'file', name: 'numbers.csv', mediaType: 'text/csv', content: 'a,b' },
  { type: 'choices', choices: [{ id: 'a.b:1', label: 'press me' }] },
  {
    type: 'input',
    id: 'quiz.answer.submit:1',
    label: 'your answer',
    fields: [{ name: 'answer', label: 'it' }],
  },
  {
    type: 'input',
    id: 'experiment.predict.submit:1',
    label: 'your prediction',
    fields: [
      {
        name: 'arm',
        label: 'what wins',
        choices: [
          { value: 'reduced', label: 'less data' },
          { value: 'B', label: 'B or more' },
        ],
      },
      { name: 'low', label: 'from' },
    ],
  },
];

const paths = new Map([
  ['curve', 'out/curve.png'],
  ['numbers.csv', 'out/numbers.csv'],
]);
const render = (locale: string, written = paths) =>
  cardToText({ title: 'Title', blocks }, { t: translate(locale), width: 80, paths: written });

it('says where pictures and files are, and what is typed for a button and a form', () => {
  expect(render('en').split('\n')).toEqual([
    'Title',
    '─────',
    'what it shows',
    'picture: out/curve.png',
    'file: out/numbers.csv',
    'next:',
    '  press me  augie a.b:1',
    'your answer:',
    '  it: ____',
    'to send it: augie quiz.answer.submit:1 "…"',
    'your prediction:',
    '  what wins: ____',
    '    reduced: less data',
    '    B or more',
    '  from: ____',
    'to send it: augie experiment.predict.submit:1 "arm=…" "low=…"',
  ]);
});

it('speaks the language of the card', () => {
  expect(render('de')).toContain('Bild: out/curve.png');
});

it('says nothing of what was not written', () => {
  expect(render('en', new Map())).not.toMatch(/what it shows|file|picture/);
});
