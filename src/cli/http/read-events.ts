/** One event of a stream of Server-Sent Events. */
export interface ServerEvent {
  /** `comment` for what only keeps the connection alive. */
  readonly event: string;
  readonly data: string;
  /** The last id so far; a reconnection names it. */
  readonly id: string | undefined;
  /** How long to wait before a reconnection, in milliseconds, as far as the server has said it. */
  readonly retryMs: number | undefined;
}

/** An event is a few hundred bytes: a longer one is not from the API. */
const LONGEST_EVENT = 1_000_000;

/** Reads events while they come, as the WHATWG standard describes them; ends with the stream. */
export async function* readEvents(body: AsyncIterable<unknown>): AsyncGenerator<ServerEvent> {
  let id: string | undefined;
  let retryMs: number | undefined;
  let event = '';
  let data: string[] = [];
  for await (const line of readLines(body)) {
    if (line === '') {
      if (data.length > 0)
        yield { event: event === '' ? 'message' : event, data: data.join('\n'), id, retryMs };
      event = '';
      data = [];
      continue;
    }
    const [field, value] = fieldOf(line);
    if (field === '') yield { event: 'comment', data: value, id, retryMs };
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
    if (field === 'id') id = value;
    if (field === 'retry' && /^\d+$/.test(value)) retryMs = Number(value);
  }
}

function fieldOf(line: string): readonly [field: string, value: string] {
  const colon = line.indexOf(':');
  if (colon === -1) return [line, ''];
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
}

async function* readLines(body: AsyncIterable<unknown>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    rest += decoder.decode(chunk, { stream: true });
    // A carriage return at the end may be the first half of a line end.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_EVENT) throw new Error('An event of the stream is too long.');
    yield* lines;
  }
}
