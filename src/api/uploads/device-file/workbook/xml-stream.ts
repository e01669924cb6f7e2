import { SaxesParser } from 'saxes';
import { UnreadableFileError } from '../file-notes.ts';
import { damaged } from './archive.ts';

export interface XmlHandlers {
  /** Names are without their prefix. */
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/**
 * Hands the elements of an XML stream to the handlers and yields after each piece, so that a generator can pass on what they have
 * gathered. Document types are refused: no workbook has one.
 * @throws UnreadableFileError
 */
export async function* xmlPieces(
  stream: AsyncIterable<Uint8Array>,
  handlers: XmlHandlers,
): AsyncGenerator<void> {
  const parser = createParser(handlers);
  const decoder = new TextDecoder('utf-8');
  try {
    for await (const chunk of stream) {
      parser.write(decoder.decode(chunk, { stream: true }));
      yield;
    }
    parser.write(decoder.decode()).close();
    yield;
  } catch (error) {
    throw error instanceof UnreadableFileError ? error : damaged(error);
  }
}

/** The same where nothing is passed on along the way. @throws UnreadableFileError */
export async function readXml(stream: AsyncIterable<Uint8Array>, handlers: XmlHandlers): Promise<void> {
  for await (const _piece of xmlPieces(stream, handlers));
}

function createParser({ open, text, close }: XmlHandlers): SaxesParser {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw damaged(new Error('it has a document type'));
  });
  parser.on('opentag', ({ name, attributes }) => open(withoutPrefix(name), attributes));
  if (text !== undefined) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  if (close !== undefined) parser.on('closetag', ({ name }) => close(withoutPrefix(name)));
  return parser;
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
