import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

/** The product's API as any outside program uses it: an address and a token. */
export interface ApiClient {
  get<T>(path: string, answer: z.ZodType<T>): Promise<T>;
  /** Every item of a list, page by page. */
  list<T>(path: string, item: z.ZodType<T>): Promise<T[]>;
  post<T>(path: string, body: unknown, answer: z.ZodType<T>): Promise<T>;
  patch<T>(path: string, body: unknown, answer: z.ZodType<T>): Promise<T>;
  upload<T>(path: string, form: FormData, answer: z.ZodType<T>): Promise<T>;
  /** A file, whole. */
  text(path: string): Promise<string>;
}

const timeoutMs = 60_000;
const pageSize = 1_000;
/** Nobody demonstrates with a longer list. */
const mostPages = 500;
/** How often a refusal for too many requests is waited out before it counts as a failure. */
const mostWaits = 5;

/** @throws Error with the API's own explanation when it refuses. */
export function createApiClient(baseUrl: string, token: string, signal: AbortSignal): ApiClient {
  const sendForText = async (path: string, init: RequestInit): Promise<string> => {
    for (let waits = 0; ; waits += 1) {
      const response = await fetch(`${baseUrl}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, ...init.headers },
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      const text = await response.text();
      if (response.ok) return text;
      if (response.status !== 429 || waits === mostWaits) throw refusal(path, response.status, text);
      await delay(1_000 * Number(response.headers.get('retry-after') ?? 1), undefined, { signal });
    }
  };
  const send = async (path: string, init: RequestInit): Promise<unknown> =>
    JSON.parse(await sendForText(path, init));
  const get = async <T>(path: string, answer: z.ZodType<T>): Promise<T> => answer.parse(await send(path, {}));
  return {
    get,
    list: async <T>(path: string, item: z.ZodType<T>) => {
      const page = z.object({ items: z.array(item), nextCursor: z.string().nullable() });
      const items: T[] = [];
      let cursor: string | null = null;
      for (let pages = 0; pages < mostPages; pages += 1) {
        const query = new URLSearchParams({
          limit: String(pageSize),
          ...(cursor === null ? {} : { cursor }),
        });
        const answer: z.infer<typeof page> = await get(
          `${path}${path.includes('?') ? '&' : '?'}${query.toString()}`,
          page,
        );
        items.push(...answer.items);
        cursor = answer.nextCursor;
        if (cursor === null) return items;
      }
      throw new Error(
        `${path} has more than ${String(mostPages)} pages: this is not the demonstration data.`,
      );
    },
    post: async (path, body, answer) => answer.parse(await send(path, withBody('POST', body))),
    patch: async (path, body, answer) => answer.parse(await send(path, withBody('PATCH', body))),
    upload: async (path, body, answer) => answer.parse(await send(path, { method: 'POST', body })),
    text: (path) => sendForText(path, {}),
  };
}

function withBody(method: 'POST' | 'PATCH', body: unknown): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function refusal(path: string, status: number, text: string): Error {
  return new Error(`The API answered ${path} with ${String(status)}: ${text.slice(0, 600)}`);
}
