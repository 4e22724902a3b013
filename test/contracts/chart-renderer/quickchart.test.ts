/** A QuickChart server keeps the contract of renderers, and draws every figure itself. */
import { createQuickChartRenderer } from '../../../src/charts/quickchart.ts';
import { startQuickChart } from '../../emulators/quickchart.ts';
import { chartRendererContract } from './contract.ts';

chartRendererContract('a QuickChart server', async () => {
  const server = await startQuickChart();
  let trouble: Error | undefined;
  const renderer = createQuickChartRenderer({
    url: server.url,
    timeout: 20_000,
    onFallback: (error) => {
      trouble = error;
    },
    fallback: {
      render: async () => {
        throw trouble;
      },
    },
  });
  return { ...renderer, stop: server.stop };
});
