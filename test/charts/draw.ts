/** A process of its own that draws samples in three languages and prints a hash of each picture. */
import { createHash } from 'node:crypto';
import { accuracyFigure } from '../../src/charts/accuracy.ts';
import { createCanvasRenderer } from '../../src/charts/canvas.ts';
import { curvesFigure } from '../../src/charts/curves.ts';
import { accuracySample, curvesSample } from './samples.ts';

const { render } = createCanvasRenderer();
for (const locale of ['en', 'ko', 'de']) {
  for (const figure of [curvesFigure(curvesSample({ locale })), accuracyFigure(accuracySample({ locale }))]) {
    process.stdout.write(
      `${createHash('sha256')
        .update(await render(figure))
        .digest('hex')}\n`,
    );
  }
}
