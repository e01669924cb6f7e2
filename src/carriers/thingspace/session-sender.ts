import { systemClock } from '../../platform/clock.ts';
import type { OutsideCall } from '../../platform/exchange.ts';
import { CarrierError } from '../carrier-error.ts';
import { sendOutside } from '../outside-request.ts';
import type { OutsideRequest } from '../outside-system.ts';
import { createLogIn } from './log-in.ts';
import { createSessionKeeper } from './session-keeper.ts';
import type { SharedSession } from '../../platform/session-store.ts';
import { thingspaceSystem } from './system.ts';
import type { ThingspaceOptions } from './thingspace-options.ts';

/** Sends a request with both tokens of the shared session. Throws CarrierError. */
export type SendInSession = <T>(request: OutsideRequest<T>, call: OutsideCall) => Promise<T>;

export function createSessionSender(options: ThingspaceOptions): SendInSession {
  const clock = options.clock ?? systemClock;
  const logIn = createLogIn(options, clock);
  const keeper = createSessionKeeper({ store: options.sessions, logIn, clock });
  const systemOf = ({ accessToken, sessionToken }: SharedSession) =>
    thingspaceSystem(options, { authorization: `Bearer ${accessToken}`, 'vz-m2m-token': sessionToken });

  return async (request, call) => {
    const session = await keeper.current(call);
    try {
      return await sendOutside(systemOf(session), request, call);
    } catch (error) {
      if (!tellsOfEndedSession(error)) throw error;
      // No retry of a write: the carrier looks at the session first and has refused the call before it did anything.
      // Once only: a session that ends again at once has another cause, which a new log-in does not mend.
      return sendOutside(systemOf(await keeper.after(session, call)), request, call);
    }
  };
}

/** The gateway says it by 401, the interface by a code with any status. */
function tellsOfEndedSession(error: unknown): boolean {
  if (!(error instanceof CarrierError)) return false;
  return error.httpStatus === 401 || error.code === 'thingspace.session_refused';
}
