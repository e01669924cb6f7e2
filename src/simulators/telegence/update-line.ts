import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import type { RunContext } from '../frame/carrier.ts';
import type { TelegenceAccount } from './account.ts';
import { applyUpdate } from './apply-update.ts';
import { characteristicSchema } from './characteristic.ts';
import { readEffectiveDate } from './effective-date.ts';
import type { TelegenceLine } from './line.ts';
import { needsEsim, telegenceError } from './telegence-error.ts';
import type { TelegenceWork } from './telegence-work.ts';
import type { TelegenceState } from './telegence-state.ts';
import { invalidUpdate } from './validate-update.ts';

const bodySchema = z.object({
  effectiveDate: z.string().optional(),
  serviceCharacteristic: z.array(characteristicSchema).min(1),
});

/** `PATCH …/service/{subscriberNumber}`: all of the update or none of it, now or on its effective date. */
export function updateLine(
  state: TelegenceState,
  later: TelegenceWork,
  account: TelegenceAccount,
  line: TelegenceLine,
  body: unknown,
  { seq, fault }: RunContext,
): Answer {
  if (fault?.do === 'rejectItem') return telegenceError(400, 'The update of this subscriber was rejected');
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) {
    return telegenceError(400, 'serviceCharacteristic must name at least one value to set, as texts');
  }
  if (state.sims.get(line.iccid)?.requiresEsim === true) return needsEsim();
  const changes = parsed.data.serviceCharacteristic.map(({ name, value }) => ({ name, value }));
  const effective = readEffectiveDate(parsed.data.effectiveDate, account, state.frame.clock.now());
  if ('invalid' in effective) return telegenceError(400, effective.invalid);
  const wrong = invalidUpdate(state, account, line, changes);
  if (wrong !== null) return telegenceError(400, wrong);
  const { subscriberNumber } = line;
  const { day, delayMs } = effective;
  if (delayMs === 0) applyUpdate(state, line, changes, { day, request: seq });
  else later.add({ kind: 'update', subscriberNumber, changes, day, request: seq }, delayMs);
  return { status: 200, json: { subscriberNumber } };
}
