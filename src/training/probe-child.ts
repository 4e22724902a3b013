/** The probe's process: forked as `probe-child.ts <package>`, loads native TensorFlow, computes once, answers and exits. */
import process, { argv } from 'node:process';
import { UserError } from '../i18n/user-error.ts';
import { openBackend } from './backend.ts';
import type { ProbeAnswer } from './messages.ts';

async function probe(id: string): Promise<ProbeAnswer> {
  try {
    const { tf } = await openBackend('native', id);
    const [product] = tf.matMul(tf.tensor2d([[3, 4]]), tf.tensor2d([[5], [6]])).dataSync();
    return product === 39 ? {} : { reason: `3·5 + 4·6 = ${product}` };
  } catch (error) {
    return { reason: error instanceof UserError ? String(error.params.reason) : String(error) };
  }
}

const answer = await probe(argv[2]!);
process.send?.(answer, () => process.exit());
