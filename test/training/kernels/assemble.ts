/** Assembles a kernel of src/training/kernels from its text. Run as a script, it writes all of them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';

export const kernelFolder = new URL('../../../src/training/kernels/', import.meta.url);

/** The bytes of `<name>.wasm`. */
export async function assemble(name: string): Promise<Uint8Array> {
  const file = `${name}.wat`;
  const { parseWat } = await wabt();
  const module = parseWat(file, readFileSync(new URL(file, kernelFolder), 'utf8'), { simd: true });
  module.validate();
  return module.toBinary({}).buffer;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const file of readdirSync(kernelFolder).filter((entry) => entry.endsWith('.wat'))) {
    const name = file.slice(0, -'.wat'.length);
    writeFileSync(new URL(`${name}.wasm`, kernelFolder), await assemble(name));
  }
}
