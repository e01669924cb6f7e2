import { z } from 'zod';
import type { DeviceErrorCode } from '../../domain/error-code.ts';
import type { OutsideAnswer } from '../outside-answer.ts';
import { saidInShort, type Refusal } from '../refusal.ts';
import { meaningOfFault } from './fault-code.ts';

const interfaceError = z.object({ errorCode: z.string(), errorMessage: z.string().optional() });
const gatewayError = z.object({
  fault: z.object({
    code: z.union([z.string(), z.number()]).transform(String),
    message: z.string().optional(),
    description: z.string().optional(),
  }),
});

/** What a ThingSpace answer other than 2xx means: by the HTTP status where it is clear, else by the code of the body. */
export function classifyThingspaceAnswer(answer: Pick<OutsideAnswer, 'status' | 'body'>): Refusal {
  const told = interfaceError.safeParse(answer.body).data;
  const fault = gatewayError.safeParse(answer.body).data?.fault;
  const said =
    told === undefined
      ? fault && `${fault.message ?? ''} ${fault.description ?? ''} (${fault.code})`
      : `${told.errorMessage ?? ''} (${told.errorCode})`;
  return { ...meaningOf(answer.status, told?.errorCode, fault?.code), said: saidInShort(said ?? '') };
}

/**
 * What the answer to a request for tokens or a log-in means. There a refusal of any code is one of the credentials:
 * the codes for a wrong password and a locked user are not published.
 */
export function classifyThingspaceLogin(answer: Pick<OutsideAnswer, 'status' | 'body'>): Refusal {
  const refusal = classifyThingspaceAnswer(answer);
  const isAnswerToCredentials = answer.status === 400 && refusal.code !== 'provider.settings_invalid';
  const mayPass = refusal.code === 'carrier.unavailable';
  return isAnswerToCredentials && !mayPass ? { ...refusal, code: 'carrier.login_refused' } : refusal;
}

function meaningOf(
  status: number,
  errorCode: string | undefined,
  faultCode: string | undefined,
): Pick<Refusal, 'code' | 'outcomeOpen'> {
  const meaning = (code: DeviceErrorCode, outcomeOpen = false) => ({ code, outcomeOpen });
  const isOfSession = errorCode !== undefined && meaningOfFault(errorCode) === 'thingspace.session_refused';
  if (isOfSession) return meaning('thingspace.session_refused');
  if (status >= 500) return meaning('carrier.unavailable', true);
  switch (status) {
    case 401:
      return meaning('carrier.login_refused');
    case 403:
      return meaning('carrier.forbidden');
    case 408:
      return meaning('carrier.timeout');
    case 429:
      return meaning('carrier.rate_limited');
  }
  if (errorCode !== undefined) {
    const code = meaningOfFault(errorCode);
    // An error that nobody expected may have come after the effect.
    return meaning(code, code === 'carrier.unavailable');
  }
  // 900906 is the gateway's word for a path that does not exist: the base URL is wrong, not the line.
  const isWrongPlace = faultCode === '900906' || status === 404 || status < 400;
  return meaning(isWrongPlace ? 'provider.settings_invalid' : 'carrier.rejected');
}
