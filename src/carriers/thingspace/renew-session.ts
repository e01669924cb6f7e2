import { CarrierError } from '../carrier-error.ts';
import type {
  LoginAttempt,
  SessionStore,
  SessionTokens,
  SharedSession,
} from '../../platform/session-store.ts';

/** Five refused log-ins in a row lock the user; the last two are left to a person. */
const MAX_REFUSED_LOGINS = 3;

/** A session newer than `staleVersion`. Throws CarrierError, `carrier.login_refused` when the credentials are at fault. */
export async function renewSession(
  store: SessionStore,
  staleVersion: number,
  obtain: (latest: SharedSession | null) => Promise<SessionTokens>,
): Promise<SharedSession> {
  let refusal: CarrierError | undefined;
  const logIn = async (latest: SharedSession | null): Promise<LoginAttempt> => {
    try {
      return { granted: true, tokens: await obtain(latest) };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusal = error;
      return { granted: false };
    }
  };
  const renewal = await store.renew({ staleVersion, maxRefusedLogins: MAX_REFUSED_LOGINS }, logIn);
  switch (renewal.kind) {
    case 'open':
      return renewal.session;
    case 'refused':
      throw refusal ?? givenUp();
    case 'given_up':
      throw givenUp();
  }
}

/** Only what tells against the credentials is counted: a carrier that is down does not bring the user nearer to its lock. */
function isRefusal(error: unknown): error is CarrierError {
  return error instanceof CarrierError && error.code === 'carrier.login_refused';
}

function givenUp(): CarrierError {
  return new CarrierError({
    code: 'carrier.login_refused',
    message: `ThingSpace refused the log-in ${String(MAX_REFUSED_LOGINS)} times in a row. Nobody tries again before the credentials are set anew: after five the carrier locks the user.`,
    mayHaveApplied: false,
  });
}
