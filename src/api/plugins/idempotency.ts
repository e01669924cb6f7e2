import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  claimIdempotencyKey,
  completeIdempotencyKey,
  releaseIdempotencyKey,
  type Claim,
  type ClaimedKey,
  type IdempotentCall,
  type StoredAnswer,
} from '../../db/idempotency-keys.ts';
import type { ApiApp, ApiDeps } from '../api-app.ts';
import { Problem } from '../problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The key this call has claimed; null when it carries none, or replays an answer. */
    idempotencyKey: ClaimedKey | null;
    /** What an earlier call with the same key created before it died; to be answered instead of created again. */
    createdBefore: string | null;
    /** SHA-256 of a body that a parser has put aside instead of reading it into memory. */
    bodySha256: string | null;
  }
}

const KEY_LIFE_MS = 7 * 24 * 60 * 60_000;
/** Far longer than a submission, whose transaction alone may take a minute: an older call without an answer has died. */
const PRESUMED_DEAD_AFTER_MS = 5 * 60_000;
/** What an answer says beside its body; everything else belongs to the one exchange. */
const KEPT_HEADERS = ['content-type', 'location', 'etag'] as const;

/**
 * Idempotency-Key on every POST with a principal: the same key and body get the first answer again. A key is claimed once
 * the request has passed validation, so that a correction may use the same key; answers of 500 and above are not kept.
 */
export function addIdempotency(app: ApiApp, deps: ApiDeps): void {
  app.decorateRequest('idempotencyKey', null);
  app.decorateRequest('createdBefore', null);
  app.decorateRequest('bodySha256', null);

  app.addHook('preHandler', async (request, reply) => {
    const call = callOf(request);
    if (call === null) return;
    const claimed = await claim(deps, call);
    if (claimed.kind === 'answered') {
      await replay(deps, reply, call, claimed.answer);
      return;
    }
    request.idempotencyKey = claimed.claim;
    request.createdBefore = claimed.subjectId;
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const key = request.idempotencyKey;
    if (key === null) return payload;
    request.idempotencyKey = null;
    const isKept = reply.statusCode < 500 && (typeof payload === 'string' || payload === null);
    if (isKept) await keep(deps, key, reply, payload ?? '');
    else await releaseIdempotencyKey(deps.database, key);
    return payload;
  });
}

function callOf(request: FastifyRequest): IdempotentCall | null {
  const header = request.headers['idempotency-key'];
  if (request.method !== 'POST' || request.principal === null || header === undefined) return null;
  const key = String(header);
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Problem('idempotency.key_invalid', 'An Idempotency-Key has 1 to 255 printable characters.');
  }
  const body = request.bodySha256 ?? JSON.stringify(request.body ?? null);
  return {
    tenantId: request.principal.tenantId,
    key,
    route: `${request.method} ${request.url}`,
    requestSha256: Uint8Array.from(createHash('sha256').update(body).digest()),
  };
}

async function claim(
  { database, clock }: ApiDeps,
  call: IdempotentCall,
): Promise<Extract<Claim, { kind: 'claimed' | 'answered' }>> {
  const now = clock.now();
  const result = await claimIdempotencyKey(database, call, {
    now,
    expiresAt: new Date(now.getTime() + KEY_LIFE_MS),
    diedBefore: new Date(now.getTime() - PRESUMED_DEAD_AFTER_MS),
  });
  switch (result.kind) {
    case 'claimed':
    case 'answered':
      return result;
    case 'in_progress':
      throw new Problem(
        'idempotency.in_progress',
        'The first call with this key has not been answered yet.',
        {
          headers: { 'retry-after': '1' },
        },
      );
    case 'key_reused':
      throw new Problem('idempotency.key_reused', 'This key was used for another request. Use a new one.');
  }
}

async function replay(deps: ApiDeps, reply: FastifyReply, call: IdempotentCall, answer: StoredAnswer) {
  const body = deps.encryption.decrypt(call.tenantId, answer.body);
  // Already a text: sent as it is, so that both answers are the same bytes.
  return reply
    .code(answer.status)
    .headers({ ...answer.headers, 'idempotency-replayed': 'true' })
    .serializer(String)
    .send(body);
}

async function keep(
  { database, clock, encryption }: ApiDeps,
  key: ClaimedKey,
  reply: FastifyReply,
  body: string,
) {
  const headers: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = reply.getHeader(name);
    if (value !== undefined) headers[name] = String(value);
  }
  const answer = { status: reply.statusCode, headers, body: encryption.encrypt(key.tenantId, body) };
  await completeIdempotencyKey(database, key, answer, clock.now());
}
