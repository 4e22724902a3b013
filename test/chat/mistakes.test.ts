/** Mistakes of a person, in every language: one sentence that names the thing and the remedy; nothing is stored. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCommands } from '../../src/app.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { deleteFolder, newFolder, openTestApp, type TestApp } from '../test-app.ts';

const OF_AUGMENT = (await loadCommands())
  .filter(({ name }) => name.startsWith('augment '))
  .map(({ name }) => `/${name}`)
  .join(', ');

let folder: string;
let testApp: TestApp;
beforeAll(async () => {
  folder = newFolder();
  testApp = await openTestApp(folder);
  // Something that could be lost.
  await testApp.finish('/experiment run fraction:0.1 batch:80 epochs:1 seeds:1');
});
afterAll(async () => {
  await testApp.stop();
  deleteFolder(folder);
});

/** How many rows each table has, without the people who were seen. */
function rows(): Record<string, number> {
  const db = openSqlite(join(folder, 'augie.db'), { readonly: true });
  const tables = db
    .prepare<[], { name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`)
    .all();
  const counts = tables
    .filter(({ name }) => name !== 'people')
    .map(({ name }) => [name, db.prepare(`SELECT count(*) FROM "${name}"`).pluck().get()]);
  db.close();
  return Object.fromEntries(counts);
}

type Sentences = Readonly<Record<'en' | 'ko' | 'de', string>>;

/** Other tests check lists that end with `…`. */
const mistakes: readonly [what: string, typed: string, sentences: Sentences][] = [
  [
    'nothing',
    ' \u00a0\u200b/ ',
    {
      en: 'No command was given. Try /help.',
      ko: '명령이 비어 있습니다. /help를 입력해 보세요.',
      de: 'Es wurde kein Befehl angegeben. Versuche /help.',
    },
  ],
  [
    '100 kB',
    '/experiment rename 1 '.padEnd(100_000, 'long '),
    {
      en: 'A command may have at most 4,000 characters. Shorten it.',
      ko: '명령이 너무 깁니다. 4,000자 이내로 줄여 주세요.',
      de: 'Das ist zu lang für einen Befehl: höchstens 4.000 Zeichen. Kürze ihn.',
    },
  ],
  [
    'an unknown command',
    '/xyzzy',
    {
      en: 'There is no command /xyzzy. /help lists all commands.',
      ko: '/xyzzy라는 명령은 없습니다. /help에서 명령 목록을 볼 수 있습니다.',
      de: 'Den Befehl /xyzzy gibt es nicht. /help zeigt, welche es gibt.',
    },
  ],
  [
    'a misspelt command',
    '/experiment rnu',
    {
      en: 'There is no command /experiment rnu. Did you mean /experiment run?',
      ko: '/experiment rnu라는 명령은 없습니다. 혹시 /experiment run인가요?',
      de: 'Den Befehl /experiment rnu gibt es nicht. Meinst du /experiment run?',
    },
  ],
  [
    'an unknown command of a group',
    '/augment start',
    {
      en: `There is no command /augment start. Choose one of: ${OF_AUGMENT}.`,
      ko: `/augment start라는 명령은 없습니다. 사용할 수 있는 명령: ${OF_AUGMENT}.`,
      de: `Den Befehl /augment start gibt es nicht. Möglich sind: ${OF_AUGMENT}.`,
    },
  ],
  [
    'half a command',
    '/augment',
    {
      en: `/augment needs one more word: ${OF_AUGMENT}.`,
      ko: `/augment 뒤에 단어가 하나 더 필요합니다: ${OF_AUGMENT}.`,
      de: `Nach /augment fehlt noch ein Wort: ${OF_AUGMENT}.`,
    },
  ],
  [
    'help on an unknown command',
    '/help augment previw',
    {
      en: 'There is no command /augment previw. Did you mean /augment preview?',
      ko: '/augment previw라는 명령은 없습니다. 혹시 /augment preview인가요?',
      de: 'Den Befehl /augment previw gibt es nicht. Meinst du /augment preview?',
    },
  ],
  [
    'a misspelt option',
    '/experiment run epocs:3',
    {
      en: 'There is no option “epocs”. Did you mean epochs?',
      ko: '“epocs”라는 옵션은 없습니다. 혹시 epochs인가요?',
      de: 'Die Option „epocs“ gibt es nicht. Meinst du epochs?',
    },
  ],
  [
    'an unknown option, in the language of the class',
    '/experiment run 시작:3',
    {
      en: 'There is no option “시작”. The options are: dataset, model, fraction, policy, epochs, seeds, first, full, batch, test, predict.',
      ko: '“시작”이라는 옵션은 없습니다. 사용할 수 있는 옵션: dataset, model, fraction, policy, epochs, seeds, first, full, batch, test, predict.',
      de: 'Die Option „시작“ gibt es nicht. Möglich sind: dataset, model, fraction, policy, epochs, seeds, first, full, batch, test, predict.',
    },
  ],
  [
    'a text that looks like an option',
    '/experiment rename 1 Note: no flip',
    {
      en: 'There is no option “note”; the options are: id, name. If it is part of a text, put the text in quotation marks: name:"…"',
      ko: '“note”라는 옵션은 없습니다. 사용할 수 있는 옵션: id, name. 글의 일부라면 글 전체를 따옴표로 묶어 주세요: name:"…"',
      de: 'Die Option „note“ gibt es nicht; möglich sind: id, name. Gehört das zu einem Text, setze ihn in Anführungszeichen: name:"…"',
    },
  ],
  [
    'an option where there are none',
    '/experiment list all',
    {
      en: 'This command takes no options. Send it without “all”.',
      ko: '이 명령에는 옵션이 없습니다. “all”을 빼고 다시 보내 주세요.',
      de: 'Dieser Befehl hat keine Optionen; „all“ gehört nicht hierher. Sende ihn ohne diesen Zusatz.',
    },
  ],
  [
    'another way to write options',
    '/experiment run --epochs=3',
    {
      en: 'It is not clear which option “--epochs=3” belongs to. Write the name of the option first, like epochs:…',
      ko: '“--epochs=3”이 어느 옵션의 값인지 알 수 없습니다. epochs:…처럼 이름과 함께 써 주세요.',
      de: 'Es ist nicht klar, wozu „--epochs=3“ gehört. Schreibe Optionen mit ihrem Namen, zum Beispiel epochs:…',
    },
  ],
  [
    'an option twice',
    '/experiment run Epochs:3 epochs:4',
    {
      en: 'epochs is given twice. Keep one of them.',
      ko: 'epochs 옵션이 두 번 있습니다. 하나만 남겨 주세요.',
      de: 'Die Option epochs ist zweimal angegeben. Lass nur eine der Angaben stehen.',
    },
  ],
  [
    'an option without its value',
    '/experiment run epochs: seeds:3',
    {
      en: 'epochs has no value. Write one after the colon, or leave the option out.',
      ko: 'epochs 값이 비어 있습니다. 콜론 뒤에 값을 쓰거나 옵션을 빼 주세요.',
      de: 'Die Option epochs hat keinen Wert. Schreibe einen hinter den Doppelpunkt oder lass sie weg.',
    },
  ],
  [
    'an option that is needed',
    '/experiment rename 1',
    {
      en: 'name is missing. Add it, for example name:…',
      ko: '“name” 옵션이 필요합니다. 예: name:…',
      de: 'Die Option name fehlt. Ergänze sie, zum Beispiel name:…',
    },
  ],
  [
    'a word for a number',
    '/experiment run fraction:half',
    {
      en: 'fraction cannot be “half”. Write a number from 0.001 to 1.',
      ko: 'fraction에 “half”는 쓸 수 없습니다. 0.001에서 1 사이의 숫자를 쓰세요.',
      de: 'fraction kann nicht „half“ sein. Schreibe eine Zahl von 0,001 bis 1.',
    },
  ],
  [
    'a thousand, or one',
    '/augment preview seed:1.000',
    {
      en: 'seed cannot be “1.000”. Write a whole number from 1 to 1,000,000, without points or commas.',
      ko: 'seed에 “1.000”은 쓸 수 없습니다. 1에서 1,000,000 사이의 정수를 점이나 쉼표 없이 쓰세요.',
      de: 'seed kann nicht „1.000“ sein. Schreibe eine ganze Zahl von 1 bis 1.000.000, ohne Punkt und Komma.',
    },
  ],
  [
    'a number that is out of range',
    '/experiment run epochs:1e9',
    {
      en: 'epochs cannot be “1e9”. Choose a number from 1 to 300.',
      ko: 'epochs에 “1e9”는 쓸 수 없습니다. 1에서 300 사이의 숫자를 고르세요.',
      de: 'epochs kann nicht „1e9“ sein. Wähle eine Zahl von 1 bis 300.',
    },
  ],
  [
    'a text that is too long',
    `/experiment rename 1 ${'긴'.repeat(81)}`,
    {
      en: 'name may have at most 80 characters. Shorten it.',
      ko: 'name이 너무 깁니다. 80자 이내로 줄여 주세요.',
      de: 'name ist zu lang: höchstens 80 Zeichen. Kürze es.',
    },
  ],
  [
    'none of the choices',
    '/experiment run model:resnet',
    {
      en: 'model cannot be “resnet”. Choose one of: mlp, cnn.',
      ko: 'model에 “resnet”은 쓸 수 없습니다. 다음 중에서 고르세요: mlp, cnn.',
      de: 'model kann nicht „resnet“ sein. Möglich sind: mlp, cnn.',
    },
  ],
  [
    'a misspelt choice',
    '/experiment run model:mpl',
    {
      en: 'model cannot be “mpl”. Did you mean mlp? Choose one of: mlp, cnn.',
      ko: 'model에 “mpl”은 쓸 수 없습니다. 혹시 mlp인가요? 다음 중에서 고르세요: mlp, cnn.',
      de: 'model kann nicht „mpl“ sein. Meinst du mlp? Möglich sind: mlp, cnn.',
    },
  ],
  [
    'a label that is not there',
    '/augment preview dataset:photos label:dog',
    {
      en: 'label cannot be “dog”. Choose one of: cat, coffee, flower.',
      ko: 'label에 “dog”는 쓸 수 없습니다. 다음 중에서 고르세요: cat, coffee, flower.',
      de: 'label kann nicht „dog“ sein. Möglich sind: cat, coffee, flower.',
    },
  ],
  [
    'a picture and a dataset',
    '/augment preview image:data/photos/coffee.png dataset:photos',
    {
      en: 'image and dataset cannot be used together. Leave one of them out.',
      ko: 'image와 dataset은 함께 쓸 수 없습니다. 둘 중 하나를 빼 주세요.',
      de: 'Die Optionen image und dataset passen nicht zusammen. Lass eine davon weg.',
    },
  ],
  [
    'a picture and a label',
    '/augment preview image:data/photos/coffee.png label:Bag',
    {
      en: 'image and label cannot be used together. Leave one of them out.',
      ko: 'image와 label은 함께 쓸 수 없습니다. 둘 중 하나를 빼 주세요.',
      de: 'Die Optionen image und label passen nicht zusammen. Lass eine davon weg.',
    },
  ],
  [
    'no such file',
    '/augment preview image:no\u001b[31mwhere.png',
    {
      en: 'There is no file no[31mwhere.png. Check the spelling, and put quotation marks around a path with spaces.',
      ko: 'no[31mwhere.png 파일이 없습니다. 철자를 확인하고, 경로에 공백이 있으면 따옴표로 묶어 주세요.',
      de: 'Die Datei no[31mwhere.png gibt es nicht. Prüfe die Schreibweise und setze einen Pfad mit Leerzeichen in Anführungszeichen.',
    },
  ],
  [
    'a batch larger than the subset',
    '/experiment run batch:1024 fraction:0.01',
    {
      en: 'The batch size (1,024) is larger than the number of images in the subset (10). Choose a smaller batch or a larger fraction.',
      ko: '배치 크기 1,024가 부분집합의 이미지 수 10보다 큽니다. batch를 줄이거나 fraction을 늘려 주세요.',
      de: 'Ein Batch von 1.024 ist größer als die Zahl der Bilder in der Teilmenge (10). Wähle einen kleineren Batch oder einen größeren Anteil (fraction).',
    },
  ],
  [
    'an interval that ends before it begins',
    '/experiment predict arm:augmented low:85.5 high:80',
    {
      en: '85.5 is more than 80, so nothing lies between them. Give the smaller number as low and the larger one as high.',
      ko: '85.5가 80보다 커서 그 사이에 들어갈 값이 없습니다. 작은 수를 low에, 큰 수를 high에 적어 주세요.',
      de: '85,5 ist größer als 80, dazwischen liegt nichts. Gib die kleinere Zahl als low und die größere als high an.',
    },
  ],
  [
    'a prediction that nobody asked for',
    '/experiment predict arm:augmented low:80 high:85',
    {
      en: 'Experiment 1 does not ask for predictions. To start one that does: /experiment run predict:true',
      ko: '실험 1은 예측을 받지 않습니다. 예측부터 하는 실험 시작하기: /experiment run predict:true',
      de: 'Experiment 1 fragt nicht nach Vorhersagen. Eines, das danach fragt, startest du mit /experiment run predict:true',
    },
  ],
  [
    'an empty policy',
    '/experiment run policy:none',
    {
      en: 'Without an operation there is nothing to compare. Give a policy, for example policy:flip',
      ko: '적용할 연산이 없으면 비교할 것이 없습니다. 정책을 지정해 주세요. 예: policy:flip',
      de: 'Ohne Operation gibt es nichts zu vergleichen. Gib eine Policy an, zum Beispiel policy:flip',
    },
  ],
  [
    'an unknown operation',
    '/experiment run policy:flip + rotat(0.1)',
    {
      en: 'At character 8: there is no operation “rotat”. Did you mean “rotate”? All operations: …',
      ko: '8번째 글자: “rotat”이라는 연산은 없습니다. 혹시 “rotate”인가요? 사용할 수 있는 연산: …',
      de: 'Zeichen 8: Die Operation „rotat“ gibt es nicht. Meinst du „rotate“? Bekannt sind: …',
    },
  ],
  [
    'a broken policy',
    '/experiment run policy:rotate(0.04',
    {
      en: 'The opening bracket of rotate at character 7 is not closed. Add the missing ).',
      ko: '7번째 글자에서 연 rotate의 괄호가 닫히지 않았습니다. 빠진 )를 넣으세요.',
      de: 'Die Klammer von rotate, geöffnet bei Zeichen 7, wird nicht geschlossen. Ergänze das fehlende ).',
    },
  ],
  [
    'a decimal comma in a policy',
    '/augment preview policy:shift(0,1)',
    {
      en: 'At character 7: write decimals with a point, 0.1 and not 0,1. If you mean two values, put a space after the comma.',
      ko: '7번째 글자: 소수는 0,1이 아니라 0.1처럼 점으로 쓰세요. 값이 두 개라면 쉼표 뒤에 공백을 넣으세요.',
      de: 'Zeichen 7: Dezimalzahlen stehen hier mit Punkt, also 0.1 statt 0,1. Sind zwei Werte gemeint, gehört hinter das Komma ein Leerzeichen.',
    },
  ],
  [
    'a strength that is out of range',
    '/experiment run policy:gamma(20)',
    {
      en: 'At character 7: range of gamma must be from 0.1 to 10, not 20. 20% is gamma(0.2).',
      ko: '7번째 글자: gamma의 range 값은 0.1에서 10 사이여야 합니다(입력한 값: 20). 20%를 뜻한다면 gamma(0.2)로 쓰세요.',
      de: 'Zeichen 7: range von gamma muss zwischen 0.1 und 10 liegen, nicht bei 20. 20\u00a0% schreibst du als gamma(0.2).',
    },
  ],
  [
    'an unknown id',
    '/experiment show 1e9',
    {
      en: 'There is no experiment 1e9 in this channel. /experiment list shows all experiments.',
      ko: '이 채널에 실험 1e9가 없습니다. /experiment list로 목록을 확인하세요.',
      de: 'In diesem Kanal gibt es kein Experiment 1e9. /experiment list zeigt, welche es gibt.',
    },
  ],
  [
    "somebody else's experiment",
    '/experiment delete 1',
    {
      en: 'Experiment 1 belongs to kim. Ask them or a teacher.',
      ko: '실험 1은 kim 님의 것입니다. 그분이나 선생님께 부탁하세요.',
      de: 'Experiment 1 gehört kim. Wende dich an diese Person oder an eine Lehrkraft.',
    },
  ],
  [
    'a language that Augie does not speak',
    '/settings language klingon',
    {
      en: 'language cannot be “klingon”. Choose one of: …',
      ko: 'language에 “klingon”은 쓸 수 없습니다. 다음 중에서 고르세요: …',
      de: 'language kann nicht „klingon“ sein. Möglich sind: …',
    },
  ],
  [
    'a button of another time',
    'experiment.run.gone:1',
    {
      en: 'This button belongs to an older version of Augie. Send the command again.',
      ko: '이 버튼은 이전 버전의 Augie에서 만든 것입니다. 명령을 다시 보내 주세요.',
      de: 'Dieser Knopf stammt aus einer älteren Version von Augie. Sende den Befehl noch einmal.',
    },
  ],
];

describe.each(mistakes)('%s', (_, typed, sentences) => {
  it.each(Object.keys(sentences) as (keyof Sentences)[])('in %s', async (locale) => {
    const before = rows();
    const { outcome, message } = await testApp.say(typed, { name: 'lee', locale });
    expect(outcome).toMatchObject({ kind: 'mistake' });
    expect(message).toMatchObject({ private: true, cards: [{ trouble: 'mistake', locale }] });
    const [sentence, ...more] = message.cards[0]?.blocks ?? [];
    const text = sentence?.type === 'text' ? sentence.text : '';
    const expected = sentences[locale];
    if (expected.endsWith(' …')) expect(text).toContain(expected.slice(0, -1));
    else expect(text).toBe(expected);
    // What was meant is kept for its button.
    const buttons = more.map((block) => (block.type === 'choices' ? block.choices.length : block.type));
    expect(buttons.every((count) => count === 1)).toBe(true);
    expect({ ...rows(), settings: 0 }).toEqual({ ...before, settings: 0 });
  });
});

it('does not take for a mistake what a Korean keyboard writes', async () => {
  expect((await testApp.say('／experiment show ＃１', { locale: 'ko' })).text()).toContain('실험 1');
});

it('counts what is stored at all', () => {
  expect(rows()).toMatchObject({ experiments: 1, trials: 3, epochs: 3, jobs: 1, posts: 1 });
});
