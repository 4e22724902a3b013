/** A separate process that draws samples in three languages and prints a hash of each picture. */
import { createHash } from 'node:crypto';
import { accuracyFigure } from '../../src/charts/accuracy.ts';
import { createCanvasRenderer } from '../../src/charts/canvas.ts';
import { curvesFigure } from '../../src/charts/curves.ts';
import { differencesFigure } from '../../src/charts/differences.ts';
import { accuracySample, curvesSample, differencesSample, lossSample, movedSample } from './samples.ts';

const { render } = createCanvasRenderer();
for (const locale of ['en', 'ko', 'de']) {
  for (const figure of [
    curvesFigure(curvesSample({ locale })),
    accuracyFigure(accuracySample({ locale })),
    curvesFigure(lossSample({ locale })),
    accuracyFigure(movedSample({ locale })),
    differencesFigure(differencesSample({ locale })),
  ]) {
    process.stdout.write(
      `${createHash('sha256')
        .update(await render(figure))
        .digest('hex')}\n`,
    );
  }
}
