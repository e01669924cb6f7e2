import type { ServerResponse } from 'node:http';

/** An HTTP answer before it is sent. */
export interface Answer {
  status: number;
  /** Sent as JSON; undefined sends no body at all, unless `text` is given. */
  json?: unknown;
  text?: string;
  /** With its charset; `iso-8859-1` in it changes the encoding of the body. */
  contentType?: string;
  headers?: Record<string, string>;
  /** The answer leaves only when this has settled; it must settle by itself and never reject. */
  after?: Promise<void>;
}

const jsonType = 'application/json;charset=UTF-8';
const htmlType = 'text/html;charset=UTF-8';

/** An HTML page, as a gateway or a wrong host answers. */
export function htmlAnswer(status: number, title: string): Answer {
  const text = `<html><head><title>${status} ${title}</title></head><body><h1>${status} ${title}</h1></body></html>`;
  return { status, text, contentType: htmlType };
}

/** Sends an answer; safe when the client has gone away. */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
  const text = answer.text ?? (answer.json === undefined ? undefined : JSON.stringify(answer.json));
  const contentType =
    answer.contentType ?? (answer.text === undefined ? jsonType : 'text/plain;charset=UTF-8');
  if (text === undefined) {
    response.writeHead(answer.status, { ...answer.headers });
    response.end();
    return;
  }
  const bytes = Buffer.from(text, /iso-8859-1/i.test(contentType) ? 'latin1' : 'utf8');
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-type': contentType,
    'content-length': bytes.length,
  });
  response.end(bytes);
}
