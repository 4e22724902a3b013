/** Cards in the shell: files by their paths, and buttons and forms as what is typed instead. */
import { expect, it } from 'vitest';
import type { Block } from '../../../src/chat/card.ts';
import { translate } from '../../../src/i18n/i18n.ts';
import { cardToText, sentenceToPaste } from '../../../src/platforms/terminal/card-text.ts';
import { lineTyper, programName, shellWord } from '../../../src/platforms/terminal/typed-line.ts';

const blocks: Block[] = [
  { type: 'picture', name: 'curve', alt: 'what it shows', figure: { config: {}, width: 1, height: 1 } },
  { type: 'file', name: 'numbers.csv', mediaType: 'text/csv', content: 'a,b' },
  {
    type: 'choices',
    choices: [
      { id: 'a.b:1', label: 'press me' },
      { id: 'a.c:1', label: 'or me', who: 'teacher', line: "/quiz start quiz:it's new" },
    ],
  },
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
const render = (locale: string, written = paths, flags: string[] = [], links = false) =>
  cardToText(
    { title: 'Title', blocks },
    { t: translate(locale), width: 80, paths: written, typed: lineTyper('augie', flags), links },
  );

it('says where pictures and files are, and what is typed for a button and a form', () => {
  expect(render('en').split('\n')).toEqual([
    'Title',
    '─────',
    'what it shows',
    'image: out/curve.png',
    'file: out/numbers.csv',
    'next:',
    '  press me  augie a.b:1',
    `  or me     augie '/quiz start quiz:it'\\''s new' --teacher`,
    'your answer:',
    '  it: ____',
    "to send it: augie quiz.answer.submit:1 '…'",
    'your prediction:',
    '  what wins: ____',
    '    reduced: less data',
    '    B or more',
    '  from: ____',
    "to send it: augie experiment.predict.submit:1 'arm=…' 'low=…'",
  ]);
});

it.each([
  [
    'Find out: /experiment run policy:flip + shift(0.1)',
    "Find out: augie '/experiment run policy:flip + shift(0.1)'",
  ],
  ['Cancel it first: /experiment cancel 3', "Cancel it first: augie '/experiment cancel 3'"],
  ['A teacher starts one with /quiz start', 'A teacher starts one with /quiz start'],
  ['/help lists all commands.', '/help lists all commands.'],
  ['At /tmp: /a/b is no command', 'At /tmp: /a/b is no command'],
])('%s', (sentence, written) => {
  expect(sentenceToPaste(sentence, lineTyper('augie', []))).toBe(written);
});

it('writes a command that can be pressed elsewhere as a line to paste', () => {
  const fields = [
    { label: '/experiment run', value: 'Compare', line: '/experiment run' },
    { label: 'State', value: 'done' },
  ];
  const text = cardToText(
    { title: 'Title', blocks: [{ type: 'fields', fields }] },
    { t: translate('en'), width: 80, paths: new Map(), typed: lineTyper('augie', []), links: false },
  );
  expect(text).toContain("augie '/experiment run'  Compare\nState                    done");
});

it('speaks the language of the card', () => {
  expect(render('de')).toContain('Bild: out/curve.png');
});

it('says nothing of what was not written', () => {
  expect(render('en', new Map())).not.toMatch(/what it shows|file|picture/);
});

it('writes lines with the flags that were given, so that they are about the same', () => {
  const text = render('en', paths, ['--channel', 'class 1', '--teacher']);
  expect(text).toContain("augie a.b:1 --channel 'class 1' --teacher\n");
  expect(text).not.toContain('--teacher --teacher');
});

it('makes links of paths where the terminal has them, and leaves the rest as it is', () => {
  const linked = render('en', paths, [], true);
  const esc = String.fromCharCode(27);
  const plain = linked.replaceAll(new RegExp(`${esc}]8;;(file:///[^${esc}]*)?${esc}\\\\`, 'g'), '');
  expect(plain).toBe(render('en'));
  expect(linked).toMatch(/8;;file:\/\/\/.*\/out\/curve\.png/);
});

it.each([
  ['experiment.run.more:1', 'experiment.run.more:1', 'experiment.run.more:1'],
  ['/quiz start', "'/quiz start'", '"/quiz start"'],
  ['$HOME `x`', "'$HOME `x`'", '"$HOME `x`"'],
  [`a "b" 'c'`, `'a "b" '\\''c'\\'''`, `"a \\"b\\" 'c'"`],
  ['a\u001b[31m\nb', "'a[31m b'", '"a[31m b"'],
  ['', "''", '""'],
])('quotes %j', (word, posix, windows) => {
  expect([shellWord(word, false), shellWord(word, true)]).toEqual([posix, windows]);
});

it('says the program as it was called', () => {
  expect(programName({}, '/usr/local/bin/augie', '/x')).toBe('augie');
  expect(programName({}, '/x/dist/src/cli.js', '/x')).toBe('node dist/src/cli.js');
  expect(programName({ npm_lifecycle_event: 'augie' }, '/x/dist/src/cli.js', '/x')).toBe(
    'npm run -s augie --',
  );
  expect(programName({ npm_command: 'exec' }, '/x/dist/src/cli.js', '/x')).toBe('npx augie');
});
