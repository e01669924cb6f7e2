import { parseThingspaceCallback } from '../carriers/thingspace/callback.ts';
import type { SentRequest } from '../db/bulk/await-confirmations.ts';
import type { NewLogEntry } from '../db/bulk/insert-log-entries.ts';
import type { CallbackQuestion, StoredCallback } from '../db/bulk/read-callbacks.ts';
import { logDescription } from '../domain/audit-text.ts';
import type { ChangeType } from '../domain/change-type.ts';
import type { Integration } from '../domain/integration.ts';
import type { Gatherer } from '../platform/gatherer.ts';
import { redactText } from '../platform/redact.ts';
import type { Observation, ToldStep } from './step.ts';

export interface ConfirmationDeps {
  readonly confirmations: Gatherer<SentRequest, boolean>;
  readonly callbacks: Gatherer<CallbackQuestion, readonly StoredCallback[]>;
  readonly logs: Gatherer<NewLogEntry, undefined>;
}

/** The steps between a request and its confirmation. They touch our database alone and run as local activities. */
export function createConfirmationActivities(deps: ConfirmationDeps) {
  return {
    /** Records what was sent. True when the carrier's callback was faster. */
    awaitConfirmation: (input: {
      readonly deviceChangeId: string;
      readonly requestId: string | null;
      readonly sentAt: string;
    }): Promise<boolean> => deps.confirmations.submit({ ...input, sentAt: new Date(input.sentAt) }),

    /** What the carrier has told of the request by callback; null when it has told nothing that is final. */
    readCallback: async (
      input: CallbackQuestion & { readonly changeType: ChangeType; readonly integration: Integration },
    ): Promise<ToldStep> => {
      const { deviceChangeId, requestId, changeType, integration } = input;
      for (const stored of await deps.callbacks.submit({ deviceChangeId, requestId })) {
        const told = meaningOf(stored.message);
        if (told === null) continue;
        await deps.logs.submit({
          deviceChangeId,
          description: logDescription(changeType, integration, 'Receive Callback'),
          requestText: null,
          responseText: redactText(JSON.stringify(stored.message)),
          hasErrors: told.kind === 'failed',
          errorText: told.kind === 'failed' ? `${told.code}: ${told.message}` : null,
          durationMs: null,
          attempt: 1,
          at: stored.receivedAt,
        });
        return told;
      }
      return null;
    },
  };
}

/** A message that cannot be read tells nothing: the carrier is asked instead. */
function meaningOf(message: unknown): ToldStep {
  const parsed = parseThingspaceCallback(message);
  if (!parsed.ok) return null;
  const { result } = parsed.value;
  switch (result.kind) {
    case 'succeeded':
      return { kind: 'confirmed', observed: observedIn(result.line) };
    case 'failed':
      return { kind: 'failed', code: result.code, message: result.message };
    case 'waiting':
      return null;
  }
}

function observedIn(line: {
  readonly mdn: string | null;
  readonly msisdn: string | null;
  readonly ipAddress: string | null;
}): Observation {
  const msisdn = line.msisdn ?? line.mdn;
  return {
    ...(msisdn === null ? {} : { msisdn }),
    ...(line.ipAddress === null ? {} : { ipAddress: line.ipAddress }),
  };
}
