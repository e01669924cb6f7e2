import { createReadStream } from 'node:fs';
import { firstBytes } from './first-bytes.ts';

/** In the words of TextDecoder, which drops a byte order mark by itself. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** UTF-16 by its mark or its zeros, UTF-8 where the whole file is valid as such, else what Windows programs write. */
export async function encodingOf(path: string): Promise<TextEncoding> {
  const utf16 = looksLikeUtf16(await firstBytes(path));
  if (utf16 !== undefined) return utf16;
  return (await isUtf8(path)) ? 'utf-8' : 'windows-1252';
}

/** Without a mark it is UTF-16 when nearly every second byte is zero, as it is in text of Latin letters and digits. */
export function looksLikeUtf16(sample: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  const pairs = Math.floor(sample.length / 2);
  if (pairs < 4) return undefined;
  let firstZeros = 0;
  let secondZeros = 0;
  for (let index = 0; index < pairs * 2; index += 2) {
    if (sample[index] === 0) firstZeros += 1;
    if (sample[index + 1] === 0) secondZeros += 1;
  }
  const [few, many] = [pairs * 0.02, pairs * 0.7];
  if (secondZeros > many && firstZeros <= few) return 'utf-16le';
  return firstZeros > many && secondZeros <= few ? 'utf-16be' : undefined;
}

/** The text of a file, piece by piece. */
export async function* decoded(path: string, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytesOf(path)) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of bytesOf(path)) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function bytesOf(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: 256 * 1024 });
}
