/** The canvas of this process keeps the contract of renderers. */
import { createCanvasRenderer } from '../../../src/charts/canvas.ts';
import { chartRendererContract } from './contract.ts';

chartRendererContract('the canvas', async () => ({ ...createCanvasRenderer(), stop: async () => {} }));
