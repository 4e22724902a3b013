/** A QuickChart server gets the very figure that is drawn here; whatever it does instead of drawing, a chart comes. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { createCanvasRenderer } from '../../src/charts/canvas.ts';
import { curvesFigure } from '../../src/charts/curves.ts';
import { createQuickChartRenderer } from '../../src/charts/quickchart.ts';
import { curvesSample } from './samples.ts';

const figure = curvesFigure(curvesSample({ theme: 'dark', locale: 'ko' }));
const local = createCanvasRenderer();
let server: Server | undefined;

/** An emulator on this machine; returns its address. */
async function listen(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

function rendererFor(url: string) {
  const onFallback = vi.fn<(error: Error) => void>();
  const fallback = { render: vi.fn(local.render) };
  return { ...createQuickChartRenderer({ url, fallback, onFallback, timeout: 500 }), fallback, onFallback };
}

test.each(['', '/', '/quickchart/'])(
  'posts the configuration as it is, below a base of "%s"',
  async (base) => {
    const drawn = await local.render(figure);
    const requests: { method?: string; url?: string; body: string }[] = [];
    const url = await listen(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      requests.push({
        ...(request.method && { method: request.method }),
        ...(request.url && { url: request.url }),
        body,
      });
      response.setHeader('Content-Type', 'image/png').end(drawn);
    });
    const { render, fallback, onFallback } = rendererFor(url + base);

    expect(Buffer.compare(await render(figure), drawn)).toBe(0);
    expect(fallback.render).not.toHaveBeenCalled();
    expect(onFallback).not.toHaveBeenCalled();
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: 'POST', url: `${base.replace(/\/$/, '')}/chart` });
    const { chart, ...rest } = JSON.parse(requests[0]!.body);
    expect(JSON.parse(chart)).toStrictEqual(figure.config);
    expect(rest).toEqual({
      width: 720,
      height: 540,
      devicePixelRatio: 2,
      format: 'png',
      version: '4',
      backgroundColor: '#1b1e24',
    });
  },
);

const failures: Record<string, { readonly answer: RequestListener; readonly says: RegExp }> = {
  'fails with a reason': {
    answer: (_, response) =>
      response.writeHead(400, { 'x-quickchart-error': 'Invalid chart type' }).end('<html>no</html>'),
    says: /Invalid chart type/,
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

test('says at once that an address is none', () => {
  expect(() => rendererFor('not an address')).toThrow(TypeError);
});
