/** Softmax cross-entropy with its gradient, in plain JavaScript: ten numbers a picture are too few for a kernel call. */

/** Sums over the pictures of a batch. */
export interface BatchSums {
  /** Of the cross-entropies, in nats. */
  loss: number;
  /** Of the pictures whose label had the largest logit. */
  correct: number;
}

/**
 * `logits` holds one picture per column: [labels, n]. Adds loss and hits to `sums`, writes the gradient of the batch's
 * mean loss (same layout) into `gradient` and the predicted labels into `predictions`, where given.
 */
export function softmaxCrossEntropy(
  logits: Float32Array,
  labels: Uint8Array,
  sums: BatchSums,
  into: { readonly gradient?: Float32Array; readonly predictions?: Uint8Array },
): void {
  const n = labels.length;
  const { gradient, predictions } = into;
  const powers = new Float64Array(logits.length / n);
  for (let column = 0; column < n; column++) {
    let best = column;
    for (let at = column + n; at < logits.length; at += n) if (logits[at]! > logits[best]!) best = at;
    // Subtracts the largest logit first, so that no exponential overflows.
    const largest = logits[best]!;
    let total = 0;
    for (let label = 0; label < powers.length; label++) {
      powers[label] = Math.exp(logits[column + label * n]! - largest);
      total += powers[label]!;
    }
    const truth = column + labels[column]! * n;
    sums.loss += Math.log(total) - (logits[truth]! - largest);
    if (best === truth) sums.correct++;
    if (predictions) predictions[column] = (best - column) / n;
    if (gradient)
      for (let label = 0, at = column; label < powers.length; label++, at += n)
        gradient[at] = (powers[label]! / total - (at === truth ? 1 : 0)) / n;
  }
}
