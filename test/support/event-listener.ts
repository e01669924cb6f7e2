import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';

export interface HeardEvent {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A client of Server-Sent Events that notes all it hears. */
export interface EventListener {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly heard: readonly HeardEvent[];
  /** Comments and other lines that are no event. */
  readonly asides: readonly string[];
  /** How it went: ended by the server in good order, or broken off. */
  readonly over: Promise<'ended' | 'broken'>;
  /** The id of the last event, as EventSource would send it on its return. */
  lastId(): string;
  leave(): void;
}

/** Over a connection of its own, which this side would keep open for a next request. */
export async function listen(url: string, headers: Record<string, string>): Promise<EventListener> {
  const request = get(url, { headers, agent: new Agent({ keepAlive: true }) });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const heard: HeardEvent[] = [];
  const asides: string[] = [];
  let rest = '';
  answer.setEncoding('utf8');
  answer.on('data', (chunk: string) => {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      if (block.includes('event: ')) heard.push(readEvent(block));
      else asides.push(block);
    }
  });
  const over = new Promise<'ended' | 'broken'>((resolve) => {
    answer.once('end', () => resolve('ended'));
    answer.once('error', () => resolve('broken'));
  });
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    heard,
    asides,
    over,
    lastId: () => heard.findLast(({ id }) => id !== undefined)?.id ?? '',
    leave: () => request.destroy(),
  };
}

function readEvent(block: string): HeardEvent {
  const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]));
  return {
    id: fields.get('id'),
    name: fields.get('event'),
    data: JSON.parse(fields.get('data') ?? '{}') as HeardEvent['data'],
  };
}
