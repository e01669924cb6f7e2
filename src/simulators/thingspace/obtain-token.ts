import { randomBytes } from 'node:crypto';
import type { Answer } from '../frame/answer.ts';
import type { Call } from '../frame/call.ts';
import type { ThingspaceAccount } from './account.ts';
import { gatewayError } from './thingspace-error.ts';
import type { ThingspaceState } from './thingspace-state.ts';

const lifeMs = 3_600_000;

/** The account whose application asks for a token, right or wrong; undefined when it is not known. */
export function applicationOf(state: ThingspaceState, call: Call): ThingspaceAccount | undefined {
  const [appKey] = basicCredentials(call);
  return state.accounts.find((account) => account.appKey === appKey);
}

/** `POST /oauth2/token`: within its hour an application gets the same token, with the time that is left. */
export function obtainToken(state: ThingspaceState, call: Call): Answer {
  const application = applicationOf(state, call);
  if (application === undefined || basicCredentials(call)[1] !== application.appSecret) {
    return gatewayError(401, '900901', 'Invalid Credentials', 'The application key or secret is not valid.');
  }
  if (new URLSearchParams(call.text).get('grant_type') !== 'client_credentials') {
    return { status: 400, json: { error: 'unsupported_grant_type' } };
  }
  const now = state.frame.clock.now();
  const { appKey } = application;
  const held = state.tokens.get(appKey);
  const token =
    held !== undefined && held.expiresAt > now
      ? held
      : { appKey, token: randomBytes(16).toString('hex'), expiresAt: now + lifeMs };
  if (token !== held) state.tokens.put(token);
  return {
    status: 200,
    json: {
      access_token: token.token,
      scope: 'am_application_scope default',
      token_type: 'Bearer',
      expires_in: Math.ceil((token.expiresAt - now) / 1_000),
    },
  };
}

function basicCredentials({ headers }: Call): [string, string] {
  const encoded = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return [decoded.slice(0, Math.max(colon, 0)), decoded.slice(colon + 1)];
}
