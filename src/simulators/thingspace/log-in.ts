import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import { sessionIdleMs } from './authentication.ts';
import { apiError, requestUndefined } from './thingspace-error.ts';
import type { ThingspaceState } from './thingspace-state.ts';

const bodySchema = z.object({ username: z.string(), password: z.string() });
const mostFailures = 5;

/** The user whom a log-in names, for the request log. */
export function userNamed(body: unknown): string | undefined {
  return bodySchema.safeParse(body).data?.username;
}

/** `POST /session/login`: a new session. Five failures in a row lock the user, until the simulator is reset. */
export function logIn(state: ThingspaceState, body: unknown): Answer {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return requestUndefined('Give username and password.');
  const { username, password } = parsed.data;
  const account = state.accounts.find((known) => known.username === username);
  const failures = state.loginFailures.get(username)?.count ?? 0;
  if (failures >= mostFailures) {
    return apiError('REQUEST_FAILED.UserLocked', 'The user is locked after 5 failed log-ins.');
  }
  if (account?.password !== password) {
    if (account !== undefined) state.loginFailures.put({ username, count: failures + 1 });
    return apiError('REQUEST_FAILED.InvalidCredentials', 'The user name or password is not valid.');
  }
  state.loginFailures.remove(username);
  forgetEndedSessions(state);
  const token = randomUUID();
  state.sessions.put({ token, username, usedAt: state.frame.clock.now() });
  return { status: 200, json: { sessionToken: token } };
}

/** Ended sessions are known for a while, so that they are told as expired and not as unknown. */
function forgetEndedSessions({ sessions, frame }: ThingspaceState): void {
  const forgetBefore = frame.clock.now() - 3 * sessionIdleMs;
  for (const { token, usedAt } of sessions.values()) {
    if (usedAt < forgetBefore) sessions.remove(token);
  }
}
