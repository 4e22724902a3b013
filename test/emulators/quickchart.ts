/**
 * A QuickChart server as far as we ask one: `POST /chart` for a PNG. It reads a request as typpo/quickchart does (index.js,
 * lib/charts.js: defaults, a chart as text is JavaScript, what fails has status 500 and is a picture too), and draws with
 * the Chart.js of this project.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runInNewContext } from 'node:vm';
import { createCanvasRenderer } from '../../src/charts/canvas.ts';
import { pixelRatio } from '../../src/charts/figure.ts';

export interface QuickChartServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** What was asked for: paths and bodies. */
  readonly requests: { readonly path: string; readonly body: Readonly<Record<string, unknown>> }[];
  stop(): Promise<void>;
}

/** Bytes of a body by default. */
const MOST_BODY = 100 * 1024;
/** Of a picture, in CSS pixels. */
const MOST_SIDE = 3000;

/** `base`: the path below which it is, where a proxy has moved it. */
export async function startQuickChart(base = ''): Promise<QuickChartServer> {
  const canvas = createCanvasRenderer();
  const requests: { path: string; body: Record<string, unknown> }[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const bytes = Buffer.concat(parts);
    const path = request.url ?? '';
    if (request.method !== 'POST' || path !== `${base}/chart`) return void response.writeHead(404).end();
    if (bytes.length > MOST_BODY) return void response.writeHead(413).end('request entity too large');
    // A body of another type is not read at all.
    const isJson = request.headers['content-type']?.startsWith('application/json');
    const body: Record<string, unknown> = isJson ? JSON.parse(bytes.toString()) : {};
    requests.push({ path, body });
    try {
      const png = await draw(body);
      response.writeHead(200, { 'Content-Type': 'image/png' }).end(png);
    } catch (error) {
      // The header names what is missing, and is empty for what the chart itself does wrong.
      response
        .writeHead(500, {
          'Content-Type': 'image/png',
          'X-quickchart-error': typeof error === 'string' ? error : '',
        })
        .end(
          await canvas.render({ config: { type: 'bar', data: { datasets: [] } }, width: 100, height: 20 }),
        );
    }
  }

  async function draw(body: Record<string, unknown>): Promise<Uint8Array> {
    const { chart, format = 'png', version = '2.9.4', devicePixelRatio = 2, backgroundColor } = body;
    if (!chart) throw 'You are missing variable `c` or `chart`';
    if (format !== 'png') throw new Error(`no PNG: ${format}`);
    if (!String(version).startsWith('4') || devicePixelRatio !== pixelRatio)
      throw new Error('only Chart.js 4 at our own pixel ratio is drawn here');
    const given = typeof chart === 'string' ? runInNewContext(`(${chart})`) : chart;
    const { options, ...config } = JSON.parse(JSON.stringify(given));
    const width = Number.parseInt(String(body.width), 10) || 500;
    const height = Number.parseInt(String(body.height), 10) || 300;
    if (Math.max(width, height) > MOST_SIDE) throw `Requested width exceeds maximum of ${MOST_SIDE}`;
    return canvas.render({
      // Its own background comes from the request; what the chart says of one is a colour of its elements.
      config: { ...config, options: { ...options, backgroundColor } },
      width,
      height,
    });
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
