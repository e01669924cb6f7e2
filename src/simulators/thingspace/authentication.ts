import type { Answer } from '../frame/answer.ts';
import type { Call } from '../frame/call.ts';
import type { Session } from './access-records.ts';
import type { ThingspaceAccount } from './account.ts';
import { apiError, invalidAccessToken, missingCredentials, sessionExpired } from './thingspace-error.ts';
import type { ThingspaceState } from './thingspace-state.ts';

/** A session ends when it was not used for so long. */
export const sessionIdleMs = 20 * 60_000;

const sessionHeader = 'vz-m2m-token';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whose credentials a call carries, and the refusal when the call must not go on. */
export interface Caller {
  /** Accounts of the session's user that belong to the token's application. */
  accounts: readonly ThingspaceAccount[];
  session: Session | undefined;
  refusal: Answer | null;
}

/** Reads the access token and the session token; every call but token and log-in carries both. */
export function authenticate(state: ThingspaceState, call: Call): Caller {
  const { appKey, refusal } = authenticateApplication(state, call);
  const given = call.headers[sessionHeader];
  const session = typeof given === 'string' ? state.sessions.get(given) : undefined;
  const accounts = state.accounts.filter(
    (account) => account.username === session?.username && account.appKey === appKey,
  );
  return { accounts, session, refusal: refusal ?? sessionRefusal(state, given, session) };
}

/** Reads the access token alone, as a log-in carries it. */
export function authenticateApplication(
  state: ThingspaceState,
  { headers }: Call,
): { appKey: string | undefined; refusal: Answer | null } {
  const given = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (given === undefined) return { appKey: undefined, refusal: missingCredentials() };
  for (const { appKey, token, expiresAt } of state.tokens.values()) {
    if (token !== given) continue;
    return { appKey, refusal: expiresAt > state.frame.clock.now() ? null : invalidAccessToken() };
  }
  return { appKey: undefined, refusal: invalidAccessToken() };
}

/** Notes that a session is in use; not each time, as every note is written to the state file. */
export function touchSession({ sessions, frame }: ThingspaceState, session: Session): void {
  const now = frame.clock.now();
  if (now - session.usedAt >= 1_000) sessions.put({ ...session, usedAt: now });
}

/** Ends a session before its time; it is told as expired from then on. */
export function endSession({ sessions, frame }: ThingspaceState, session: Session): void {
  sessions.put({ ...session, usedAt: frame.clock.now() - sessionIdleMs });
}

function sessionRefusal(
  { frame }: ThingspaceState,
  given: string | string[] | undefined,
  session: Session | undefined,
): Answer | null {
  if (typeof given !== 'string' || !uuid.test(given)) {
    return apiError('REQUEST_FAILED.SessionToken.Format', 'The session token has not the form of one.');
  }
  if (session === undefined) {
    return apiError('INPUT_INVALID.SessionToken.Invalid', 'The session token is not known.');
  }
  return frame.clock.now() - session.usedAt < sessionIdleMs ? null : sessionExpired(400);
}
