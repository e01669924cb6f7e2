import type { BulkChangeAnswer } from '../../api/contracts/bulk-change.ts';
import { isFinalBulkChangeStatus, type BulkChangeStatus } from '../../domain/bulk-change-status.ts';
import type { Api, OpenAnswer } from '../http/api.ts';
import { changePath } from '../http/change-path.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { ApiUnreachable } from '../http/api-unreachable.ts';
import { readAnswer } from '../http/read-answer.ts';
import { readEvents } from '../http/read-events.ts';
import type { ChangeUpdate } from './change-view.ts';
import { isPassing, MOST_FAILURES_IN_A_ROW } from './passing-failure.ts';
import { pollChange } from './poll-change.ts';

/** The API is heard at least each 15 seconds, if only by a comment. */
const SILENCE_MS = 45_000;
const USUAL_RECONNECT_MS = 1_000;
const LONGEST_RECONNECT_MS = 15_000;
/** A proxy that holds the stream back lets nothing through, however often it is opened. */
const MOST_SILENT_STREAMS = 2;
/** What an API, or a proxy, without the stream answers; 503: as many listen as it serves, and it may stay so. */
const NO_STREAM_STATUSES: readonly number[] = [404, 405, 406, 501, 503];

export interface FollowDeps {
  readonly api: Api;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Where a stream has ended, and what is needed to go on. */
interface Position {
  lastEventId: string | undefined;
  reconnectMs: number;
  heard: boolean;
  ended: boolean;
}

/**
 * Tells what happens to a change until it has ended. Takes up the stream of events again where it broke off, and asks instead
 * where there is no such stream, or no room in it.
 * @throws ApiProblem, ApiUnreachable when the API stays away
 */
export async function* followChange(
  deps: FollowDeps,
  change: BulkChangeAnswer,
): AsyncGenerator<ChangeUpdate> {
  const position: Position = {
    lastEventId: undefined,
    reconnectMs: USUAL_RECONNECT_MS,
    heard: false,
    ended: isFinalBulkChangeStatus(change.status),
  };
  let failures = 0;
  let silent = 0;
  while (!position.ended) {
    position.heard = false;
    try {
      const stream = await openStream(deps.api, change.id, position);
      if (stream === 'ended') return;
      if (stream === 'none' || silent >= MOST_SILENT_STREAMS) {
        if (stream !== 'none') stream.body.destroy();
        yield* pollChange(deps, change);
        return;
      }
      // Until something is heard: an API that cannot be reached says nothing about its streams.
      silent += 1;
      yield* readStream(stream, position);
    } catch (error) {
      if (!isPassing(error) || failures >= MOST_FAILURES_IN_A_ROW) throw error;
    }
    if (position.heard) silent = 0;
    failures = position.heard ? 0 : failures + 1;
    if (position.ended) return;
    await deps.wait(Math.min(position.reconnectMs * 2 ** failures, LONGEST_RECONNECT_MS));
  }
}

async function openStream(
  api: Api,
  id: string,
  { lastEventId }: Position,
): Promise<OpenAnswer | 'ended' | 'none'> {
  try {
    const answer = await api.open(changePath(id, 'events'), {
      accept: 'text/event-stream',
      headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
      silenceMs: SILENCE_MS,
      finalStatuses: NO_STREAM_STATUSES,
    });
    if (answer.status !== 204 && answer.contentType.startsWith('text/event-stream')) return answer;
    answer.body.destroy();
    return answer.status === 204 ? 'ended' : 'none';
  } catch (error) {
    if (error instanceof ApiProblem && NO_STREAM_STATUSES.includes(error.problem.status)) return 'none';
    throw error;
  }
}

async function* readStream({ body }: OpenAnswer, position: Position): AsyncGenerator<ChangeUpdate> {
  try {
    for await (const { event, data, id, retryMs } of readEvents(body)) {
      position.heard = true;
      position.lastEventId = id ?? position.lastEventId;
      position.reconnectMs = retryMs ?? position.reconnectMs;
      if (event !== 'status' && event !== 'progress') continue;
      const update: ChangeUpdate = { event, data: readAnswer<ChangeUpdate['data']>(data) };
      yield update;
      if (!isFinal(update.data.status)) continue;
      position.ended = true;
      return;
    }
  } catch (error) {
    if (error instanceof ApiUnreachable) throw error;
    throw new ApiUnreachable('The stream of events has broken off.', { cause: error });
  }
}

function isFinal(status: BulkChangeStatus | undefined): boolean {
  return status !== undefined && isFinalBulkChangeStatus(status);
}
