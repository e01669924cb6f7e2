import type { Activation } from './activation.ts';
import { dayOf, toTelegenceDate } from './telegence-date.ts';

type ShownStatus = 'pending' | 'reserved' | 'active' | 'rejected';

/**
 * An element as activation and polling answer it: the order with the carrier's ids and state. The words
 * of `interactionStatus` are our own, as the real ones are not known.
 */
export function activationView(activation: Activation, nowMs: number): Record<string, unknown> {
  const { order, dueAt, rejection, needsEsim } = activation;
  const status = shownStatus(activation, nowMs);
  const isOver = status === 'active' || status === 'rejected';
  return {
    ...order,
    id: activation.id,
    interactionStatus: isOver ? 'completed' : 'inProgress',
    interactionDateComplete: isOver && dueAt !== null ? toTelegenceDate(dayOf(dueAt)) : '',
    service: {
      ...order.service,
      ...(status === 'rejected' && needsEsim ? { name: '/service/' } : {}),
      status,
      subscriberNumber: activation.subscriberNumber ?? '',
      ...(status === 'rejected' ? { error: rejection ?? '' } : {}),
    },
  };
}

/** An element as if nothing had been done for it yet. */
export function stuckView(activation: Activation): Record<string, unknown> {
  const untouched: Activation = { ...activation, state: 'pending', dueAt: null, subscriberNumber: null };
  return activationView(untouched, activation.submittedAt);
}

/** From half of its time on, an order that will succeed has its number reserved. */
function shownStatus({ state, dueAt, submittedAt, rejection }: Activation, nowMs: number): ShownStatus {
  if (state !== 'pending') return state;
  if (dueAt === null || rejection !== null) return 'pending';
  return nowMs - submittedAt >= (dueAt - submittedAt) / 2 && nowMs > submittedAt ? 'reserved' : 'pending';
}
