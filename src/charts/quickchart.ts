/** Draws figures on a QuickChart server, or here if that fails. */
import type { ChartRenderer, Figure } from '../images/figure.ts';
import { pixelRatio } from './figure.ts';

export interface QuickChartOptions {
  /** Where the server is, e.g. `http://localhost:3400`; charts are posted to `/chart` below it. */
  readonly url: string;
  /** Draws when the server fails. */
  readonly fallback: ChartRenderer;
  /** Called with the reason each time the server fails. */
  readonly onFallback: (error: Error) => void;
  /** How long the server may take, in milliseconds. */
  readonly timeout?: number;
}

/** A renderer that never fails because of its server. Throws a TypeError at once if `url` is not a URL. */
export function createQuickChartRenderer(options: QuickChartOptions): ChartRenderer {
  const { fallback, onFallback, timeout = 5000 } = options;
  const endpoint = new URL('chart', options.url.replace(/\/*$/, '/'));
  return {
    async render(figure) {
      try {
        return await draw(figure, endpoint, timeout);
      } catch (error) {
        onFallback(new Error(`${endpoint.host} drew no chart: ${reason(error)}`, { cause: error }));
        return fallback.render(figure);
      }
    },
  };
}

/**
 * quickchart-js writes the request, fetch sends it: the client's own toBinary() has no timeout and cannot be
 * aborted, so a server that hangs would keep a socket, and a shell, open.
 */
async function draw({ config, width, height }: Figure, endpoint: URL, timeout: number): Promise<Uint8Array> {
  const { default: QuickChart } = await import('quickchart-js');
  const { backgroundColor } = config.options as { backgroundColor: string };
  const request = new QuickChart()
    .setConfig(JSON.stringify(config))
    .setVersion('4')
    .setWidth(width)
    .setHeight(height)
    .setDevicePixelRatio(pixelRatio)
    .setBackgroundColor(backgroundColor)
    .setFormat('png')
    .getPostData();
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
    signal: AbortSignal.timeout(timeout),
  });
  if (!response.ok) {
    // The header is empty for errors from Chart.js itself.
    throw new Error(response.headers.get('x-quickchart-error') || `status ${response.status}`);
  }
  const png = new Uint8Array(await response.arrayBuffer());
  if (!isPng(png)) throw new Error('the answer is not a PNG file');
  return png;
}

/** The signature, https://www.w3.org/TR/png-3/#5PNG-file-signature. */
const isPng = (bytes: Uint8Array) =>
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, i) => bytes[i] === byte);

/** fetch only says "fetch failed"; the reason is in the cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
