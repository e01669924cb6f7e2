import type { TelegenceAccount } from './account.ts';
import type { Characteristic } from './characteristic.ts';
import { subscriberStatuses, type SubscriberStatus, type TelegenceLine } from './line.ts';
import { isSimInUse } from './sim-in-use.ts';
import { daysSince } from './telegence-date.ts';
import type { TelegenceState } from './telegence-state.ts';
import { updateNames } from './update-names.ts';
import { invalidService, notValid } from './validate-service.ts';

/** Which status may follow which; the way back from `C` closes after a while. */
const transitions: Readonly<Record<SubscriberStatus, readonly SubscriberStatus[]>> = {
  A: ['S', 'C'],
  S: ['A', 'C'],
  C: ['A'],
};

/** Why an update cannot be applied to a line now, or null. */
export function invalidUpdate(
  state: TelegenceState,
  account: TelegenceAccount,
  line: TelegenceLine,
  changes: readonly Characteristic[],
): string | null {
  const touchesOther = changes.some(({ name }) => name !== 'subscriberStatus' && name !== 'reasonCode');
  const resumes = changes.some(({ name, value }) => name === 'subscriberStatus' && value === 'A');
  if (line.status === 'C' && touchesOther && !resumes) return 'The subscriber is cancelled';
  for (const change of changes) {
    const wrong = invalidChange(state, account, line, change);
    if (wrong !== null) return wrong;
  }
  return null;
}

function invalidChange(
  state: TelegenceState,
  account: TelegenceAccount,
  line: TelegenceLine,
  { name, value }: Characteristic,
): string | null {
  if (!updateNames.some((known) => known === name)) return `${name} cannot be updated`;
  if (value === '') return `${name} is empty`;
  if (name === 'subscriberStatus') return invalidStatus(state, account, line, value);
  if (name === 'sim') return value === line.iccid ? null : invalidSim(state, account, value);
  return invalidService(account, name, value);
}

/** The status a line already has can always be set. */
function invalidStatus(
  state: TelegenceState,
  account: TelegenceAccount,
  line: TelegenceLine,
  value: string,
): string | null {
  const target = subscriberStatuses.find((status) => status === value);
  if (target === undefined) return notValid('subscriberStatus', value);
  if (target === line.status) return null;
  if (!transitions[line.status].includes(target)) {
    return `A subscriber in status ${line.status} cannot become ${target}`;
  }
  if (line.status !== 'C') return null;
  if (daysSince(line.statusEffectiveDate, state.frame.clock.now()) > account.resumeWindowDays) {
    return 'The subscriber was cancelled too long ago to be resumed';
  }
  return isSimInUse(state, line.iccid) ? `SIM ${line.iccid} is in use` : null;
}

function invalidSim(state: TelegenceState, account: TelegenceAccount, iccid: string): string | null {
  if (state.sims.get(iccid)?.account !== account.account) return notValid('sim', iccid);
  return isSimInUse(state, iccid) ? `SIM ${iccid} is in use` : null;
}
