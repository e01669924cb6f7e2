import type { FaultKind } from './fault-plan.ts';
import { createSequencedLog, type Sequenced, type SequencedLog } from './sequenced-log.ts';

/** One request to the carrier, as the admin interface shows it. */
export interface RequestEntry extends Sequenced {
  at: string;
  operation: string;
  method: string;
  path: string;
  account: string | null;
  devices: readonly string[];
  /** Null when the connection was closed or held without an answer. */
  status: number | null;
  durationMs: number;
  /** Requests of the account under way when this one came, itself included. */
  concurrent: number;
  fault: FaultKind | null;
  /** Without credentials; absent when there was none. */
  body?: unknown;
}

/** A request from its arrival on: shown only when it is done. */
export interface OpenRequest {
  readonly seq: number;
  entry: RequestEntry;
  done: boolean;
}

/** The requests of a simulator, numbered in order of arrival. */
export interface RequestLog {
  open(fields: Omit<RequestEntry, 'seq' | 'status' | 'durationMs' | 'fault'>): OpenRequest;
  close(request: OpenRequest, outcome: Pick<RequestEntry, 'status' | 'durationMs' | 'fault'>): void;
  /** Finished requests with a number above `seq`, oldest first. */
  since(seq: number): RequestEntry[];
  clear(): void;
  continueFrom(seq: number): void;
}

/** Creates a log of the newest `capacity` requests. */
export function createRequestLog(capacity: number): RequestLog {
  const log: SequencedLog<OpenRequest> = createSequencedLog(capacity);
  return {
    open: (fields) => {
      const seq = log.nextSeq();
      const entry: RequestEntry = { seq, ...fields, status: null, durationMs: 0, fault: null };
      const request = { seq, entry, done: false };
      log.append(request);
      return request;
    },
    close: (request, outcome) => {
      request.entry = { ...request.entry, ...outcome };
      request.done = true;
    },
    since: (seq) =>
      log
        .since(seq)
        .filter(({ done }) => done)
        .map(({ entry }) => entry),
    clear: () => log.clear(),
    continueFrom: (seq) => log.continueFrom(seq),
  };
}
