/** Korean particles after what is put into a sentence: by its last sound, in every message that has one. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fill } from '../../src/i18n/fill.ts';
import { translate } from '../../src/i18n/i18n.ts';
import { particle } from '../../src/i18n/particle.ts';

const FORMS = ['은(는)', '이(가)', '을(를)', '과(와)', '(으)', '(이)'] as const;
const CONSONANT = ['은', '이', '을', '과', '으', '이'];
const RIEUL = ['은', '이', '을', '과', '', '이'];
const VOWEL = ['는', '가', '를', '와', '', ''];

/** What is put in, and the particles that a Korean says after it. */
const SPOKEN: readonly (readonly [sounds: readonly string[], ...texts: string[]])[] = [
  [
    CONSONANT,
    '증강',
    '데이터셋',
    '김민준',
    '“학습”',
    '**검증**',
    '정책(영문)',
    '꽃'.normalize('NFD'),
    'ㅋㅋ',
    '설명…',
  ],
  [RIEUL, '서울', '모델', '실험 결과 파일', 'ㄹ'],
  [VOWEL, '정확도', '에포크', '이서아', '(시드)', 'ㅠㅠ', '서울에 가다!'],
  [CONSONANT, '0', '3', '6', '10', '13', '100', '1,000', '10000', '120,000,000', '0.3', '-0.1..0.6', 'v1.0'],
  [RIEUL, '1', '7', '8', '0.001', '1,024.7', 'shift(0.1)', '28 px', '14px'],
  [VOWEL, '2', '4', '5', '9', '0.25', '4.9', '1000000000000', '30,000,000,000,000'],
  [VOWEL, '84.5%', '(20%)', '14°', '−0.3 %', '20 MB', '4 kB', 'rotate(0.04)', 'flip@0.5'],
  [
    CONSONANT,
    'M',
    'N',
    'cnn',
    'CNN',
    'RAM',
    'mnist.json',
    'wasm',
    'flip',
    'crop',
    'dataset',
    'label “name”',
    'training',
  ],
  [RIEUL, 'L', 'R', 'HTML', 'xlr', 'model', 'label', 'file', 'sample', 'config.yaml'],
  [
    VOWEL,
    'A',
    'P',
    'mlp',
    'GPU',
    'CSV',
    'notes.txt',
    'rotate',
    'shear',
    'noise',
    'native',
    'test',
    'shift',
    'café',
  ],
];

describe('a particle', () => {
  it.each(SPOKEN.flatMap(([sounds, ...texts]) => texts.map((text) => [text, sounds] as const)))(
    'after %j is %j',
    (text, sounds) => {
      expect(FORMS.map((forms) => particle(text, forms))).toEqual(sounds);
    },
  );

  it.each(['', '😀', '漢字', 'Ж'])(
    'after %j is written in both forms, as nobody knows how it is read',
    (text) => {
      expect(FORMS.map((forms) => particle(text, forms))).toEqual(FORMS);
    },
  );

  it('is found in no time after a very long text', () => {
    expect(particle('1'.repeat(1_000_000), '을(를)')).toBe('을');
  });
});

type Tree = { readonly [key: string]: string | Tree };
const leaves = (tree: Tree, prefix = ''): [key: string, text: string][] =>
  Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [[prefix + name, value]] : leaves(value, `${prefix}${name}.`),
  );
const messages = leaves(JSON.parse(readFileSync('src/i18n/ko.json', 'utf8')));
const withParameters = messages.filter(([, text]) => text.includes('{{'));
const MARKS = '[”’"\'`)*_\\]]*';
const WRITTEN = /은\(는\)|이\(가\)|을\(를\)|과\(와\)|와\(과\)|\(으\)|\(이\)/;

describe('every Korean message', () => {
  it('has the particle that belongs after each value', () => {
    const wrong: string[] = [];
    for (const [key, text] of withParameters)
      for (const [sounds, ...values] of SPOKEN)
        for (const value of values) {
          const expected = FORMS.reduce(
            (sentence, forms, index) => sentence.replaceAll(forms, sounds[index] as string),
            text,
          ).replace(/\{\{\w+\}\}/g, () => value);
          const shown = fill(text, () => value);
          if (shown !== expected || WRITTEN.test(shown)) wrong.push(`${key}: ${shown}`);
        }
    expect(wrong).toEqual([]);
    expect(withParameters.filter(([, text]) => WRITTEN.test(text)).length).toBeGreaterThan(50);
  });

  it('writes both forms only after a value', () => {
    const alone = messages.filter(([, text]) =>
      WRITTEN.test(text.replace(new RegExp(`\\}\\}${MARKS}(?:${WRITTEN.source})`, 'g'), '}}')),
    );
    expect(alone).toEqual([]);
  });

  it('has no fixed particle after a value', () => {
    const fixed = new RegExp(
      `\\}\\}${MARKS} ?(?:(?:은|는|이|가|을|를|과|와|로|으로|나|이나)(?![가-힣(])|(?:이라|라|으로|로)(?:는|고|서|써)(?![가-힣(]))`,
    );
    expect(messages.filter(([, text]) => fixed.test(text))).toEqual([]);
  });
});

it('leaves what somebody typed as it is, also where it looks like a particle', () => {
  const t = translate('ko');
  const typed = '{{name}}은(는) (으)로 A';
  expect(t('option.range', { name: typed, given: '을(를)', min: 0, max: 1 })).toBe(
    `${typed}에 “을(를)”은 쓸 수 없습니다. 0에서 1 사이의 숫자를 고르세요.`,
  );
  expect(t('store.newer', { file: '이(가)' })).toMatch(/^이\(가\)는 더 새로운/);
});
