import { Readable } from 'node:stream';

/**
 * Texts as a stream that asks for the next one when the reader has room for it, and stops asking when the reader has gone.
 * The first text is fetched before anything is answered, so that a fault by then is a problem like any other. A later
 * fault breaks the connection off: a file that ends early is never taken for a whole one.
 */
export async function streamTexts(texts: AsyncGenerator<string, undefined>): Promise<Readable> {
  const first = await texts.next();
  return Readable.from(first.done === true ? [] : startingWith(first.value, texts));
}

async function* startingWith(first: string, rest: AsyncGenerator<string, undefined>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}
