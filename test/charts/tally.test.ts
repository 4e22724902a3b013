/** The chart of a question's answers: its numbers are there, right ones are marked, and no label is cut off. */
import { expect, it } from 'vitest';
import { tallyFigure } from '../../src/charts/tally.ts';
import { textWidth } from '../../src/charts/text.ts';
import { sizes } from '../../src/charts/theme.ts';

interface Config {
  data: { labels: string[][]; datasets: { data: number[]; backgroundColor: string[] }[] };
  options: { scales: { counts: { labels: string[] } } };
}
const draw = (bars: Parameters<typeof tallyFigure>[0]['bars'], series = ['one']) => {
  const figure = tallyFigure({ theme: 'light', locale: 'de', title: 'T', series, bars });
  return { ...figure, config: figure.config as unknown as Config };
};
const LONG = 'layers.RandomRotation(factor=0.04,fill_mode="constant")';

it('has a bar for each answer and each vote, with its count', () => {
  const { config } = draw(
    [
      { label: 'A', right: true, counts: [8, 1500] },
      { label: 'B', right: false, counts: [9, 3] },
    ],
    ['first', 'second'],
  );
  expect(config.data.datasets.map(({ data }) => data)).toEqual([
    [8, 9],
    [1500, 3],
  ]);
  expect(config.options.scales.counts.labels).toEqual(['8 → 1.500', '9 → 3']);
  expect(config.data.labels).toEqual([['✓ A'], ['B']]);
  const [first, second] = config.data.datasets.map(({ backgroundColor }) => backgroundColor);
  expect(new Set([...(first ?? []), ...(second ?? [])]).size).toBe(4);
});

it.each([LONG, '데이터의 절반을 넘는 아주 긴 한국어 선택지입니다 정말로 깁니다', 'a '.repeat(60)])(
  'breaks %j into lines that have room',
  (label) => {
    const { config, height } = draw([{ label, right: true, counts: [1] }]);
    const [lines = []] = config.data.labels;
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(textWidth(line, sizes.text)).toBeLessThanOrEqual(170);
    expect(height).toBeGreaterThan(26 * lines.length);
  },
);

it('is plain JSON, and grows with its bars', () => {
  const bars = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ label: `answer ${i}`, right: i === 0, counts: [i] }));
  const { config, height } = draw(bars(8));
  expect(JSON.parse(JSON.stringify(config))).toEqual(config);
  expect(height).toBeGreaterThan(draw(bars(3)).height);
});
