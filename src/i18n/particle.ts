/**
 * Korean particles after something that is put into a sentence. Translators write both forms as Korean grammars do, such as
 * `{{name}}은(는)`; the last sound of the name decides. Numbers, units and Latin words are read as Koreans read them.
 */

/** A final consonant takes the first form; ㄹ is one, but takes the second form of (으)로. */
type Sound = 'vowel' | 'ㄹ' | 'consonant';

/** The forms that a translator may write, as the source of a regular expression. */
export const PARTICLE = '은\\(는\\)|이\\(가\\)|을\\(를\\)|과\\(와\\)|\\(으\\)|\\(이\\)';

const UNITS: Readonly<Record<string, Sound>> = {
  px: 'ㄹ',
  kb: 'vowel',
  mb: 'vowel',
  gb: 'vowel',
  ms: 'vowel',
};
/** 영 일 이 삼 사 오 육 칠 팔 구; ten, hundred, thousand, 만 and 억 all end in a consonant, as 영 does. */
const DIGITS: readonly Sound[] = [
  ...(['consonant', 'ㄹ', 'vowel', 'consonant', 'vowel'] as const),
  ...(['vowel', 'consonant', 'ㄹ', 'ㄹ', 'vowel'] as const),
];
/** 10¹² is 조, the one power of ten that ends in a vowel. */
const TRILLIONS = /^[1-9]\d*?0{12,15}$/;

function hangul(character: string): Sound | undefined {
  // Letters on their own are called 기역, 니은, … and 아, 야, …
  if (/[ㄱ-ㅎ]/.test(character)) return character === 'ㄹ' ? 'ㄹ' : 'consonant';
  if (/[ㅏ-ㅣ]/.test(character)) return 'vowel';
  if (!/[가-힣]/.test(character)) return undefined;
  // Syllables are in the order of their 28 endings: the first is none, the ninth is ㄹ.
  const ending = (character.charCodeAt(0) - 0xac00) % 28;
  return ending === 0 ? 'vowel' : ending === 8 ? 'ㄹ' : 'consonant';
}

function latin(word: string): Sound {
  const lower = word.toLowerCase();
  // Abbreviations are spelt: 엘, 알, 엠, 엔 are the only letters that end in a consonant.
  if (word === word.toUpperCase() || !/[aeiouy]/.test(lower))
    return /[lr]$/.test(lower) ? 'ㄹ' : /[mn]$/.test(lower) ? 'consonant' : 'vowel';
  // 모델, 파일
  if (/(l|.le)$/.test(lower)) return 'ㄹ';
  // 와즘, 패턴, 트레이닝, 네임
  if (/([mn]|ng|[aeiouy][mn]e)$/.test(lower)) return 'consonant';
  // A short vowel: 플립, 데이터셋, 베이직, 웹; but 시프트, 노트.
  return /(^|[^aeiouy])[aeiouy](ck|[bckpt])$/.test(lower) ? 'consonant' : 'vowel';
}

/** How a text ends when it is read aloud. Quotes, brackets and marks are not read. Undefined where nobody can say, as after Hanja. */
function lastSound(text: string): Sound | undefined {
  // The end is enough, however long a text somebody has typed.
  const read = text
    .slice(-40)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC');
  // 퍼센트, 도
  if (/[%°][^\p{L}\p{N}]*$/u.test(read)) return 'vowel';
  const until = /^.*[\p{L}\p{N}]/su.exec(read)?.[0] ?? '';
  const number = /[\d,]*\d$/.exec(until)?.[0].replaceAll(',', '');
  if (number !== undefined) return TRILLIONS.test(number) ? 'vowel' : DIGITS[Number(number.at(-1))];
  const word = /[A-Za-z]+$/.exec(until)?.[0];
  if (word === undefined) return hangul(until.slice(-1));
  const unit = /\d ?[A-Za-z]+$/.test(until) ? UNITS[word.toLowerCase()] : undefined;
  return unit ?? latin(word);
}

/** The form of a particle such as `은(는)` that belongs after a text; both forms, as written, where its last sound is unknown. */
export function particle(text: string, forms: string): string {
  const sound = lastSound(text);
  if (sound === undefined) return forms;
  if (forms === '(으)') return sound === 'consonant' ? '으' : '';
  if (forms === '(이)') return sound === 'vowel' ? '' : '이';
  const [withFinal, without] = forms.replace(')', '').split('(') as [string, string];
  return sound === 'vowel' ? without : withFinal;
}
