import type { TelegenceAccount } from './account.ts';
import type { ActivationOrder } from './activation.ts';
import { valueOf } from './characteristic.ts';
import { isSimInUse } from './sim-in-use.ts';
import type { TelegenceState } from './telegence-state.ts';
import { invalidService, notValid } from './validate-service.ts';

/** What will become of an order: `rejection` is null when it will get a number. */
export interface Judgement {
  rejection: string | null;
  needsEsim: boolean;
}

/** Judges one order. A SIM that is in use is the only guard against a second number. */
export function judgeActivation(
  state: TelegenceState,
  account: TelegenceAccount,
  order: ActivationOrder,
): Judgement {
  const { serviceCharacteristic } = order.service;
  const iccid = valueOf(serviceCharacteristic, 'sim') ?? '';
  const sim = state.sims.get(iccid);
  const rejected = (rejection: string): Judgement => ({ rejection, needsEsim: false });
  if (order.billingAccount.id !== account.billingAccountNumber) {
    return rejected(notValid('billingAccount', order.billingAccount.id));
  }
  if (sim?.account !== account.account) return rejected(notValid('sim', iccid));
  if (isSimInUse(state, iccid)) return rejected(`SIM ${iccid} is in use`);
  if (sim.requiresEsim) return { rejection: 'The device requires an eSIM', needsEsim: true };
  if (valueOf(serviceCharacteristic, 'singleUserCode') === undefined) {
    return rejected('singleUserCode is required');
  }
  for (const { name, value } of serviceCharacteristic) {
    const wrong = value === '' ? null : invalidService(account, name, value);
    if (wrong !== null) return rejected(wrong);
  }
  return { rejection: null, needsEsim: false };
}
