import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request as a carrier sees it. */
export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The body's text, empty when there is none. */
  text: string;
  /** The body as JSON, or undefined when it is not JSON. */
  json: unknown;
}

/** Makes a call from a request whose body has been read. */
export function toCall(request: IncomingMessage, text: string): Call {
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    headers: request.headers,
    text,
    json: parseJson(text),
  };
}

/** Decodes a path segment; a broken escape stays as it is and so matches nothing. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
