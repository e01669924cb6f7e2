import type { ThingspaceCarrier } from '../../../src/carriers/carrier-port.ts';
import { createThingspaceCarrier } from '../../../src/carriers/thingspace/client.ts';
import type { LineQuota } from '../../../src/carriers/thingspace/line-quota.ts';
import type { SessionStore, SharedSession } from '../../../src/platform/session-store.ts';
import type { ThingspaceOptions } from '../../../src/carriers/thingspace/thingspace-options.ts';
import { UNLIMITED } from '../../../src/carriers/request-budget.ts';
import { accountName, type ThingspaceSandbox } from '../../simulators/thingspace-sandbox.ts';
import { TIMEOUT_MS } from '../outside-faults.ts';
import { testHttpClient } from '../test-http-client.ts';

/** A client of the sandbox's first account, with a session and a quota of its own unless others are given. */
export function thingspaceAt(
  sandbox: ThingspaceSandbox,
  more: Partial<ThingspaceOptions> = {},
): ThingspaceCarrier {
  return createThingspaceCarrier({
    baseUrl: `${sandbox.simulator.url}/api`,
    accountName,
    credentials: {
      appKey: 'acme-app',
      appSecret: 'acme-secret',
      username: 'acme-user',
      password: 'acme-password',
    },
    http: testHttpClient(),
    budget: UNLIMITED,
    sessions: sessionsInMemory(),
    quota: countingQuota(),
    planQuota: countingQuota(),
    timeoutMs: TIMEOUT_MS,
    ...more,
  });
}

/** Keeps the session for clients of one process, which wait for each other only as far as one client does. */
export function sessionsInMemory(): SessionStore {
  let session: SharedSession | null = null;
  let refused = 0;
  return {
    read: () => Promise.resolve(session),
    renew: async ({ staleVersion, maxRefusedLogins }, login) => {
      if (session !== null && session.version > staleVersion) return { kind: 'open', session };
      if (refused >= maxRefusedLogins) return { kind: 'given_up' };
      const attempt = await login(session);
      refused = attempt.granted ? 0 : refused + 1;
      if (!attempt.granted) return { kind: 'refused' };
      session = { ...attempt.tokens, version: (session?.version ?? 0) + 1 };
      return { kind: 'open', session };
    },
  };
}

export interface CountingQuota extends LineQuota {
  /** Actions taken and not given back. */
  used: number;
}

export function countingQuota(): CountingQuota {
  const quota: CountingQuota = {
    used: 0,
    take: () => {
      quota.used += 1;
      return Promise.resolve();
    },
    giveBack: () => {
      quota.used -= 1;
      return Promise.resolve();
    },
  };
  return quota;
}

/** How often each operation was asked of the simulator, its own log-in for the test included. */
export async function timesAsked(sandbox: ThingspaceSandbox, operation: string): Promise<number> {
  const requests = await sandbox.lines('requests');
  return requests.filter((request) => request.operation === operation).length;
}
