/** sharp, loaded when it is first needed and set up once for the whole process. */
import type sharp from 'sharp';

let loading: Promise<typeof sharp> | undefined;

/** All our code gets sharp here, so that nothing can run before its limits are set. */
export function loadSharp(): Promise<typeof sharp> {
  loading ??= load();
  return loading;
}

async function load(): Promise<typeof sharp> {
  const { default: sharp } = await import('sharp');
  // Each picture is read once: a cache would only keep strangers' pictures in memory.
  sharp.cache(false);
  // Training needs the cores, and every thread has its own buffers.
  sharp.concurrency(1);
  // libvips can read some twenty formats, SVG and PDF among them; strangers' files reach only three loaders.
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
  });
  return sharp;
}
