/** A QuickChart server gets the same figure as our renderer; if it fails in any way, our renderer draws the chart. */
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { createCanvasRenderer } from '../../src/charts/canvas.ts';
import { curvesFigure } from '../../src/charts/curves.ts';
import { createQuickChartRenderer } from '../../src/charts/quickchart.ts';
import { startQuickChart } from '../emulators/quickchart.ts';
import { curvesSample } from './samples.ts';

const figure = curvesFigure(curvesSample({ theme: 'dark', locale: 'ko' }));
const local = createCanvasRenderer();
let server: Server | undefined;

/** A server that does something else; returns its address. */
async function listen(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

function rendererFor(url: string, timeout = 500) {
  const onFallback = vi.fn<(error: Error) => void>();
  const fallback = { render: vi.fn(local.render) };
  return { ...createQuickChartRenderer({ url, fallback, onFallback, timeout }), fallback, onFallback };
}

test.each(['', '/', '/quickchart/'])(
  'posts the configuration as it is, below a base of "%s"',
  async (base) => {
    const quickChart = await startQuickChart(base.replace(/\/$/, ''));
    try {
      const { render, fallback, onFallback } = rendererFor(quickChart.url + (base === '' ? '' : '/'), 20_000);
      expect(Buffer.compare(await render(figure), await local.render(figure))).toBe(0);
      expect(fallback.render).not.toHaveBeenCalled();
      expect(onFallback).not.toHaveBeenCalled();
      const [{ body: { chart, ...rest } = {}, path } = {}, ...more] = quickChart.requests;
      expect(more).toEqual([]);
      expect(path).toBe(`${base.replace(/\/$/, '')}/chart`);
      expect(JSON.parse(String(chart))).toStrictEqual(figure.config);
      expect(rest).toEqual({
        width: 720,
        height: 540,
        devicePixelRatio: 2,
        format: 'png',
        version: '4',
        backgroundColor: '#1b1e24',
      });
    } finally {
      await quickChart.stop();
    }
  },
);

test('names fonts with Hangul that the server may have, wherever there is text', async () => {
  const quickChart = await startQuickChart();
  try {
    const { render } = rendererFor(quickChart.url, 20_000);
    await render(figure);
    const chart = String(quickChart.requests[0]?.body.chart);
    const named = chart.match(/"family":"[^"]*"/g) ?? [];
    expect(named.length).toBeGreaterThan(5);
    for (const family of new Set(named))
      expect(family).toBe(
        `"family":"'Gothic A1', 'Noto Sans KR', 'Noto Sans CJK KR', 'Nanum Gothic', sans-serif"`,
      );
    const example = readFileSync('.env.example', 'utf8');
    for (const font of ['Gothic A1', 'Noto Sans KR', 'Noto Sans CJK KR']) expect(example).toContain(font);
  } finally {
    await quickChart.stop();
  }
});

const failures: Record<string, { readonly answer: RequestListener; readonly says: RegExp }> = {
  'fails with a reason': {
    answer: (_, response) =>
      response.writeHead(400, { 'x-quickchart-error': 'Invalid chart type' }).end('<html>no</html>'),
    says: /Invalid chart type/,
  },
  // What a chart itself does wrong is only in the log of the server.
  'fails with an empty one': {
    answer: (_, response) => response.writeHead(500, { 'x-quickchart-error': '' }).end(),
    says: /status 500/,
  },
  'fails without one': { answer: (_, response) => response.writeHead(500).end(), says: /status 500/ },
  'answers something else': {
    answer: (_, response) => response.setHeader('Content-Type', 'image/png').end('<html>sign in</html>'),
    says: /not a PNG/,
  },
  'never answers': { answer: () => {}, says: /timeout/ },
  'never finishes': {
    answer: (_, response) => response.writeHead(200).write(Buffer.from([0x89, 0x50, 0x4e, 0x47])),
    says: /timeout/,
  },
  'hangs up': { answer: (request) => request.socket.destroy(), says: /./ },
};

test.each(Object.keys(failures))('draws here when the server %s', async (name) => {
  const { answer, says } = failures[name]!;
  const url = await listen(answer);
  const { render, onFallback } = rendererFor(url);
  expect(Buffer.compare(await render(figure), await local.render(figure))).toBe(0);
  expect(onFallback).toHaveBeenCalledTimes(1);
  expect(onFallback.mock.calls[0]![0].message).toMatch(says);
  expect(onFallback.mock.calls[0]![0].message).toContain(new URL(url).host);
});

test('draws here when nobody is at the address', async () => {
  const url = await listen(() => {});
  await new Promise((resolve) => server?.close(resolve));
  const { render, onFallback } = rendererFor(url);
  expect(Buffer.compare(await render(figure), await local.render(figure))).toBe(0);
  expect(onFallback.mock.calls[0]![0].message).toMatch(/ECONNREFUSED/);
});

test('draws here what is larger than the server takes', async () => {
  const quickChart = await startQuickChart();
  try {
    const { render, onFallback } = rendererFor(quickChart.url, 20_000);
    const large = curvesFigure(curvesSample({ epochs: 600 }));
    expect(Buffer.compare(await render(large), await local.render(large))).toBe(0);
    expect(onFallback.mock.calls[0]?.[0].message).toMatch(/status 413/);
    const tall = { ...figure, height: 4000 };
    expect(Buffer.compare(await render(tall), await local.render(tall))).toBe(0);
    expect(onFallback.mock.calls[1]?.[0].message).toMatch(/exceeds maximum/);
  } finally {
    await quickChart.stop();
  }
});

test('says at once that an address is none', () => {
  expect(() => rendererFor('not an address')).toThrow(TypeError);
});
