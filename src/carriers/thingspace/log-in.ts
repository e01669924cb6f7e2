import type { Clock } from '../../platform/clock.ts';
import type { OutsideCall } from '../../platform/exchange.ts';
import type { HttpClient } from '../../platform/http-client.ts';
import { joinUrl } from '../join-url.ts';
import { sendOutside } from '../outside-request.ts';
import { loginAnswer, tokenAnswer } from './answer.ts';
import { classifyThingspaceLogin } from './error.ts';
import type { SessionTokens } from '../../platform/session-store.ts';
import { thingspaceSystem } from './system.ts';
import type { ThingspaceOptions } from './thingspace-options.ts';

/** The two steps of a log-in: an access token for the application (OAuth 2), and a session for the user. */
export interface LogIn {
  anew(call: OutsideCall): Promise<SessionTokens>;
  /** A new access token only. */
  keepingSession(sessionToken: string, call: OutsideCall): Promise<SessionTokens>;
}

export function createLogIn(options: ThingspaceOptions, clock: Clock): LogIn {
  async function keepingSession(sessionToken: string, call: OutsideCall): Promise<SessionTokens> {
    return { ...(await obtainAccess(options, clock, call)), sessionToken };
  }

  return {
    keepingSession,
    async anew(call) {
      const access = await obtainAccess(options, clock, call);
      return { ...access, sessionToken: await openSession(options, access.accessToken, call) };
    },
  };
}

async function obtainAccess(
  options: ThingspaceOptions,
  clock: Clock,
  call: OutsideCall,
): Promise<Omit<SessionTokens, 'sessionToken'>> {
  const { appKey, appSecret } = options.credentials;
  const authorization = `Basic ${Buffer.from(`${appKey}:${appSecret}`).toString('base64')}`;
  const system = { ...thingspaceSystem(options, { authorization }), http: sendingTheGrant(options.http) };
  const request = {
    operation: 'Get Access Token',
    method: 'POST',
    url: joinUrl(options.baseUrl, 'ts', 'v1', 'oauth2', 'token'),
    write: false,
    answer: tokenAnswer,
    classify: classifyThingspaceLogin,
  } as const;
  const asked = clock.now().getTime();
  const { access_token, expires_in } = await sendOutside(system, request, call);
  return { accessToken: access_token, accessExpiresAt: new Date(asked + expires_in * 1_000) };
}

/** The token endpoint is the only one that takes a form. */
function sendingTheGrant(http: HttpClient): HttpClient {
  return {
    send: ({ headers, ...request }) =>
      http.send({
        ...request,
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        body: 'grant_type=client_credentials',
      }),
    close: () => http.close(),
  };
}

async function openSession(
  options: ThingspaceOptions,
  accessToken: string,
  call: OutsideCall,
): Promise<string> {
  const { username, password } = options.credentials;
  const request = {
    operation: 'Log In',
    method: 'POST',
    url: joinUrl(options.baseUrl, 'm2m', 'v1', 'session', 'login'),
    write: false,
    body: { username, password },
    answer: loginAnswer,
    classify: classifyThingspaceLogin,
  } as const;
  const system = thingspaceSystem(options, { authorization: `Bearer ${accessToken}` });
  return (await sendOutside(system, request, call)).sessionToken;
}
