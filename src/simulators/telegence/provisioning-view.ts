import type { Provisioning } from './provisioning.ts';

const steps = ['profileCheck', 'ipReservation', 'profileUpdate'] as const;
type Step = (typeof steps)[number];

/** How a step that has ended well is told. */
const successTexts: Readonly<Record<Step, string>> = {
  profileCheck: 'Success',
  ipReservation: 'Reserved',
  profileUpdate: 'Completed',
};

/** A subscriber's address as polling answers it: the first step ends after a third of the time, and so on. */
export function provisioningView(provisioning: Provisioning, nowMs: number): Record<string, unknown> {
  const { batchId, subscriberNumber, ipAddress, failure, done } = provisioning;
  const failedAt = failure === null ? steps.length : steps.indexOf(failure.step);
  const ended = done ? steps.length : stepsEnded(provisioning, nowMs);
  const textOf = (step: Step): string => {
    const at = steps.indexOf(step);
    if (at > failedAt) return 'Not started';
    if (at === failedAt && ended > at) return 'Failed';
    if (at < ended) return successTexts[step];
    return at === ended ? 'In progress' : 'Not started';
  };
  return {
    batchId,
    subscriberNumber,
    profileCheck: textOf('profileCheck'),
    ipReservation: textOf('ipReservation'),
    profileUpdate: textOf('profileUpdate'),
    ipAddressRecord: { ipAddress },
    message: ended > failedAt ? (failure?.message ?? '') : '',
  };
}

/** The last step ends only with the work itself. */
function stepsEnded({ submittedAt, dueAt }: Provisioning, nowMs: number): number {
  if (dueAt === null || dueAt === submittedAt) return 0;
  const share = (nowMs - submittedAt) / (dueAt - submittedAt);
  return Math.min(steps.length - 1, Math.max(0, Math.floor(share * steps.length)));
}
