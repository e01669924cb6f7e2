import type { NewLogEntry } from '../db/bulk/insert-log-entries.ts';
import { logDescription } from '../domain/audit-text.ts';
import type { Exchange } from '../platform/exchange.ts';
import type { Gatherer } from '../platform/gatherer.ts';
import type { KnownChange } from './order-directory.ts';

/** Collects what one step sends and hears, and writes it before the step ends. */
export interface StepLog {
  add(change: KnownChange, exchange: Exchange): void;
  write(): Promise<void>;
}

export function createStepLog(
  logs: Gatherer<NewLogEntry, undefined>,
  deviceChangeId: string,
  attempt: number,
): StepLog {
  const entries: NewLogEntry[] = [];
  return {
    add: (change, exchange) => {
      entries.push({
        deviceChangeId,
        description: logDescription(change.changeType, change.integration, exchange.operation),
        requestText: exchange.requestText,
        responseText: exchange.responseText,
        hasErrors: exchange.errorText !== null,
        errorText: exchange.errorText,
        durationMs: Math.round(exchange.durationMs),
        attempt,
        at: new Date(),
      });
    },
    write: async () => {
      await Promise.all(entries.map((entry) => logs.submit(entry)));
    },
  };
}
