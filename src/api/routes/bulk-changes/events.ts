import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import { readLiveChanges, type ChangeKey, type LiveChangeRow } from '../../../db/live-changes.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { liveEventQuery, readLastEventId } from '../../contracts/live-event.ts';
import { textAnswer } from '../../contracts/text-answer.ts';
import { knownBy, type LiveState } from '../../live/live-state.ts';
import { createWatchHub } from '../../live/watch-hub.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { liveStateOf } from './live-state-of.ts';

const DESCRIPTION = `Server-Sent Events, at most once a second. \`progress\` carries \`counts\` and \`progress\` as the change's answer has them;
\`status\` follows it when \`status\`, \`effectiveAt\`, \`timeZone\`, \`wave\`, \`pauseReason\`, \`waitingFor\`, \`startedAt\` or \`finishedAt\` are news to
you. A slow reader gets the newest state and not those between; one that takes nothing for a minute is cut off. A comment comes every
15 seconds when there is nothing to tell.

\`id\` is a sequence of the change, the same from every process; of two events of one moment the last has its number. With \`Last-Event-ID\` (or \`?lastEventId=\`) you hear nothing until
something has moved since then. After its final \`status\` the stream ends, and coming back with that id is answered 204. Every stream
ends after five minutes, so that a revoked token hears no more: come back with the last id, as \`EventSource\` does by itself.`;

const EXAMPLE = `retry: 3000

id: 41
event: progress
data: {"counts":{"total":1000,"pending":0,"processing":40,"awaitingConfirmation":0,"processed":950,"error":10,"unknown":0,"canceled":0},"progress":{"percent":96,"devicesPerSecond":41.2,"estimatedFinishAt":"2026-12-01T12:00:01.000Z","waitingFor":null}}

id: 42
event: status
data: {"id":"01990000-0000-7000-8000-000000000001","status":"PROCESSING","effectiveAt":null,"timeZone":null,"wave":null,"pauseReason":null,"waitingFor":null,"startedAt":"2026-12-01T11:59:37.000Z","finishedAt":null}

`;

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // A proxy that gathers answers would hold the events back.
  'x-accel-buffering': 'no',
  // Where the stream ends the connection does: at shutdown nothing is left open.
  connection: 'close',
};

export function registerWatchBulkChange(app: ApiApp, { database, clock, ticker }: ApiDeps): void {
  const look = async (changes: readonly ChangeKey[]) =>
    statesOf(await readLiveChanges(database, changes), clock.now(), app.log);
  const hub = createWatchHub({ look, clock, ticker, logger: app.log });
  app.addHook('preClose', async () => hub.close());
  app.route({
    method: 'GET',
    url: '/v1/bulk-changes/:id/events',
    // A HEAD would listen and never be answered.
    exposeHeadRoute: false,
    config: { permission: 'bulk-change:read' },
    schema: {
      operationId: 'watchBulkChange',
      summary: 'Follow the status and the progress of a bulk change',
      description: DESCRIPTION,
      tags: ['Bulk changes'],
      params: idParams,
      querystring: liveEventQuery,
      response: {
        200: textAnswer('text/event-stream', 'Events, until the change has ended.', EXAMPLE),
        204: z.undefined().describe('The change has ended, and you have heard of it.'),
      },
    },
    handler: async (request, reply) => {
      const { tenantId } = principalOf(request);
      const [row] = await readLiveChanges(database, [{ tenantId, id: request.params.id }]);
      if (row === undefined) throw notFound();
      const state = liveStateOf(row, clock.now());
      const lastId = readLastEventId(request.headers['last-event-id'] ?? request.query.lastEventId);
      if (state.isFinal && lastId === state.revision) return reply.code(204).send(undefined);
      const known = lastId === undefined ? undefined : knownBy(lastId);
      return reply.headers(HEADERS).send(hub.join({ tenantId, id: row.id }, state, known));
    },
  });
}

/** By id. A change that cannot be told, say because a newer version has written it, is left out and spares the others. */
function statesOf(
  rows: readonly LiveChangeRow[],
  now: Date,
  logger: FastifyBaseLogger,
): ReadonlyMap<string, LiveState> {
  const states = new Map<string, LiveState>();
  for (const row of rows) {
    try {
      states.set(row.id, liveStateOf(row, now));
    } catch (error) {
      logger.error({ err: error, bulkChangeId: row.id }, 'A change cannot be told to those who listen to it');
    }
  }
  return states;
}
