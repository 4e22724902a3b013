/**
 * Corrects what some phones write into the headers of a JPEG: the decoder warns about it, and its warnings also mean
 * damaged pictures. The pixels stay the same, because decoders do not use these bytes.
 */

const JFIF = Buffer.from('JFIF\0', 'latin1');
const ADOBE = Buffer.from('Adobe', 'latin1');

/** The file, or a corrected copy of it. */
export function withPlainHeaders(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let copy: Buffer | undefined;
  const put = (at: number, ...values: readonly number[]): void => {
    if (values.every((value, i) => file[at + i] === value)) return;
    copy ??= Buffer.from(file);
    copy.set(values, at);
  };
  /** Sequential: each scan has all frequencies, whatever its header says. */
  let isSequential = false;
  let components = 0;
  /** Where an unknown colour transform is; how many components there are comes later. */
  let transform: number | undefined;
  for (let at = file.indexOf(0xff, 2); at !== -1; at = file.indexOf(0xff, at)) {
    const marker = file[at + 1] ?? 0;
    if (marker === 0xd9) break;
    if (marker === 0xff) at += 1;
    else if (marker === 0x00 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else if (at + 4 > file.length) break;
    else {
      const end = at + 2 + file.readUInt16BE(at + 2);
      if (end > file.length) break;
      const data = file.subarray(at + 4, end);
      if (marker === 0xc0 || marker === 0xc1) isSequential = true;
      if (marker >= 0xc0 && marker <= 0xc2) components = data[5] ?? 0;
      // An invalid revision: only 1.00 to 1.02 exist.
      if (marker === 0xe0 && data.subarray(0, 5).equals(JFIF) && data.length >= 7 && data[5] !== 1)
        put(at + 9, 1, 1);
      if (marker === 0xee && data.subarray(0, 5).equals(ADOBE) && data.length >= 12 && data[11]! > 2)
        transform = at + 15;
      if (marker === 0xda && isSequential && data.length >= 6) put(end - 3, 0, 63, 0);
      at = end;
    }
  }
  if (transform !== undefined) put(transform, components === 4 ? 2 : 1);
  return copy ?? bytes;
}
