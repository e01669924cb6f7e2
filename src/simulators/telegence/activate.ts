import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import type { RunContext } from '../frame/carrier.ts';
import type { TelegenceAccount } from './account.ts';
import { activationOrderSchema, type Activation, type ActivationOrder } from './activation.ts';
import { activationView } from './activation-view.ts';
import { valueOf } from './characteristic.ts';
import { forgetEnded } from './forget-ended.ts';
import { isHit } from './item-fault.ts';
import { judgeActivation } from './judge-activation.ts';
import type { TelegenceWork } from './telegence-work.ts';
import type { TelegenceState } from './telegence-state.ts';

const ordersSchema = z.array(activationOrderSchema);
const rejectedByFault = 'The activation was rejected';

/** The ICCIDs a request for activation names, as far as it can be read. */
export function simsOf(body: unknown): string[] {
  const parsed = ordersSchema.safeParse(body);
  return parsed.success ? parsed.data.map(simOf) : [];
}

/** `POST` of an activation: each order gets an id at once, and its number or its rejection later. */
export function activate(
  state: TelegenceState,
  later: TelegenceWork,
  account: TelegenceAccount,
  body: unknown,
  context: RunContext,
): Answer {
  const largest = state.frame.limitsOf(account.account).batchSize;
  if (!Array.isArray(body) || body.length === 0) {
    return { status: 400, json: { responseMessage: 'Send an array of activations' } };
  }
  if (largest !== null && body.length > largest) {
    return { status: 400, json: { responseMessage: `At most ${largest} activations in a request` } };
  }
  const parsed = ordersSchema.safeParse(body);
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('.') ?? '';
    return { status: 400, json: { description: `The activation cannot be read at ${at}` } };
  }
  forgetEnded(state.activations, ({ state: reached }) => reached !== 'pending');
  const batchId = randomUUID();
  const accepted = parsed.data.map((order, at) =>
    accept(state, later, account, { order, at, batchId, id: at === 0 ? batchId : randomUUID() }, context),
  );
  const now = state.frame.clock.now();
  return { status: 200, json: accepted.map((activation) => activationView(activation, now)) };
}

interface Numbered {
  order: ActivationOrder;
  /** Place in the batch. */
  at: number;
  batchId: string;
  id: string;
}

function accept(
  state: TelegenceState,
  later: TelegenceWork,
  account: TelegenceAccount,
  { order, at, batchId, id }: Numbered,
  { seq, fault }: RunContext,
): Activation {
  const { clock, processingMs } = state.frame;
  const iccid = simOf(order);
  const isStuck = isHit(fault, 'stuckPending', [iccid], at);
  const isRejected = isHit(fault, 'rejectItem', [iccid], at);
  const delayMs = processingMs(account.account);
  const activation: Activation = {
    id,
    batchId,
    account: account.account,
    iccid,
    order,
    request: seq,
    submittedAt: clock.now(),
    dueAt: isStuck ? null : clock.now() + delayMs,
    ...(isRejected
      ? { rejection: rejectedByFault, needsEsim: false }
      : judgeActivation(state, account, order)),
    state: 'pending',
    subscriberNumber: null,
  };
  state.activations.put(activation);
  if (!isStuck) later.add({ kind: 'activation', id }, delayMs);
  return activation;
}

function simOf({ service }: ActivationOrder): string {
  return valueOf(service.serviceCharacteristic, 'sim') ?? '';
}
