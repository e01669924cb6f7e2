import type { Clock } from '../../platform/clock.ts';
import type { OutsideCall } from '../../platform/exchange.ts';
import type { LogIn } from './log-in.ts';
import { orAborted } from './or-aborted.ts';
import { renewSession } from './renew-session.ts';
import type { SessionStore, SharedSession } from '../../platform/session-store.ts';

/** The session of one service provider as this process knows it. Throws CarrierError; `carrier.login_refused` is final. */
export interface SessionKeeper {
  /** One whose access token still runs; logs in when there is none. */
  current(call: OutsideCall): Promise<SharedSession>;
  /** A newer one than the one that the carrier no longer takes: of another worker, or by a log-in. */
  after(ended: SharedSession, call: OutsideCall): Promise<SharedSession>;
}

/**
 * How long before its end an access token is replaced, and how long to leave one alone that has just been got: within
 * its hour the carrier gives the same token again, so that asking early does not yet bring a new one.
 */
const MARGIN_MS = 5_000;

/** Keeps the session in memory, so that the store is asked only for a new one; callers at the same time share one try. */
export function createSessionKeeper(deps: {
  readonly store: SessionStore;
  readonly logIn: LogIn;
  readonly clock: Clock;
}): SessionKeeper {
  const now = () => deps.clock.now().getTime();
  const runsOut = ({ accessExpiresAt }: SharedSession) => accessExpiresAt.getTime() - MARGIN_MS;
  let held: SharedSession | null = null;
  let replaceAt = 0;
  let opening: Promise<SharedSession> | null = null;

  async function keep(open: Promise<SharedSession>): Promise<SharedSession> {
    try {
      held = await open;
      replaceAt = Math.max(runsOut(held), now() + MARGIN_MS);
      return held;
    } finally {
      opening = null;
    }
  }

  function share(
    call: OutsideCall,
    open: (lasting: OutsideCall) => Promise<SharedSession>,
  ): Promise<SharedSession> {
    // The log-in is everybody's: that the caller who began it gives up must not end it for the others.
    opening ??= keep(open({ ...call, signal: new AbortController().signal }));
    return orAborted(opening, call.signal);
  }

  async function readOrOpen(call: OutsideCall): Promise<SharedSession> {
    const stored = await deps.store.read();
    if (stored !== null && now() < runsOut(stored)) return stored;
    return renewSession(deps.store, stored?.version ?? 0, (latest) =>
      // A session lives as long as it is used, whatever becomes of the access token.
      latest === null ? deps.logIn.anew(call) : deps.logIn.keepingSession(latest.sessionToken, call),
    );
  }

  return {
    current: (call) => (held !== null && now() < replaceAt ? Promise.resolve(held) : share(call, readOrOpen)),
    after: (ended, call) =>
      held !== null && held.version > ended.version
        ? Promise.resolve(held)
        : share(call, (lasting) => renewSession(deps.store, ended.version, () => deps.logIn.anew(lasting))),
  };
}
