/** sharp, loaded when it is first needed and set up once for the whole process. */
import type sharp from 'sharp';

let loading: Promise<typeof sharp> | undefined;

/** Everything of ours that uses sharp gets it here, so that nothing can run before the bolts are in place. */
export function loadSharp(): Promise<typeof sharp> {
  loading ??= load();
  return loading;
}

async function load(): Promise<typeof sharp> {
  const { default: sharp } = await import('sharp');
  // Each picture is seen once: a cache would only keep strangers' pictures in memory.
  sharp.cache(false);
  // Training needs the cores, and every thread has buffers of its own.
  sharp.concurrency(1);
  // libvips can read some twenty formats, SVG and PDF among them; a stranger's file reaches three loaders.
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
  });
  return sharp;
}
