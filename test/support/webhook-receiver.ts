import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { createAddressGuard } from '../../src/platform/address-guard.ts';
import { createWebhookSender, type WebhookSender } from '../../src/platform/webhook-sender.ts';

/** A sender that reaches this machine only. */
export function localWebhookSender(): WebhookSender {
  const guard = createAddressGuard([{ address: '127.0.0.0', prefix: 8, family: 'ipv4' }]);
  return createWebhookSender({ guard, timeoutMs: 5_000 });
}

export interface Received {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** `data.sequence` of the body. */
  readonly sequence: number;
  readonly type: string;
}

export interface WebhookReceiver {
  readonly url: string;
  /** Every request that came, in order, whatever it was answered. */
  readonly received: readonly Received[];
  /** How requests are answered from now on; 200 unless told otherwise. */
  answer(how: (response: ServerResponse, request: Received) => void): void;
  close(): Promise<void>;
}

/** An HTTP server that stands for a tenant's own. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  let respond = (response: ServerResponse, _request: Received): void => void response.end('ok');
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = toReceived(request.headers, Buffer.concat(chunks).toString());
      received.push(one);
      respond(response, one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/hooks`,
    received,
    answer: (how) => {
      respond = how;
    },
    close: () => closeServer(server),
  };
}

/** Verified as a receiver would; throws when the signature is not good. */
export function verified(secret: string, { body, headers }: Received): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}

function toReceived(headers: IncomingHttpHeaders, body: string): Received {
  const { type, data } = JSON.parse(body) as { type: string; data: { sequence: number } };
  return { id: String(headers['webhook-id']), headers, body, type, sequence: data.sequence };
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
