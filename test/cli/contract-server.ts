import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface SeenRequest {
  /** `POST /v1/bulk-changes`, without the query. */
  readonly target: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers a request; the number counts the requests to the same target from 1. */
export type Answerer = (response: ServerResponse, request: SeenRequest, number: number) => void;

export interface ContractServer {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** What the command line needs to reach it. */
  readonly environment: NodeJS.ProcessEnv;
  answer(target: string, answerer: Answerer): void;
  close(): Promise<void>;
}

export const TOKEN = 'mp_not-a-real-token-of-anybody';

/** An HTTP server that answers as the contract says where a test has told it to; all else is a 404. */
export async function startContractServer(): Promise<ContractServer> {
  const answerers = new Map<string, Answerer>();
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void handle(request, response);
  });
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://here');
    const target = `${request.method ?? ''} ${pathname}`;
    const body = await buffer(request).then(String, () => '');
    const one = { target, query: searchParams, headers: request.headers, body };
    seen.push(one);
    const number = seen.filter((earlier) => earlier.target === target).length;
    const answerer = answerers.get(target);
    if (answerer === undefined) answerProblem(response, 404, 'route.not_found');
    else answerer(response, one, number);
  }
  const url = await listen(server);
  return {
    url,
    seen,
    environment: { MILLPOND_API: url, MILLPOND_TOKEN: TOKEN },
    answer: (target, answerer) => {
      answerers.set(target, answerer);
      seen.length = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'request-7' });
  response.end(JSON.stringify(body));
}

export function answerProblem(
  response: ServerResponse,
  status: number,
  code: string,
  more: { readonly headers?: Record<string, string>; readonly errors?: readonly object[] } = {},
): void {
  const problem = {
    type: `/problems/${code}`,
    title: `Title of ${code}`,
    status,
    detail: 'Why it is so.',
    code,
  };
  response.writeHead(status, { 'content-type': 'application/problem+json', ...more.headers });
  response.end(
    JSON.stringify({ ...problem, requestId: 'request-7', ...(more.errors && { errors: more.errors }) }),
  );
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${String(port)}`;
}
