import { ActivityFailure } from '@temporalio/workflow';
import type { CarrierStepInput, PackageView } from '../activities/step.ts';
import type { DeviceChangeInput, StepsResult } from './device-change.ts';
import { deviceFailure, type DeviceFailure } from './device-outcome.ts';
import { carrierActivities, firstStep, stillOpen } from './recipe-carrier.ts';

/** What the saga knows of the SIM before it begins. */
interface Saga {
  readonly input: DeviceChangeInput;
  readonly step: CarrierStepInput;
  readonly newTypeId: number;
  readonly before: readonly PackageView[];
}

/**
 * Changes the plan of a POND SIM by its packages. In both orders a failure is compensated, and the change of this device
 * is a failure all the same; when the compensation fails too, the device ends `pond.half_applied` with a log that tells
 * what exists at the carrier.
 */
export async function runPackageChange(
  input: DeviceChangeInput,
  order: 'pond_terminate_first' | 'pond_create_first',
): Promise<StepsResult> {
  const read = await carrierActivities(input, `Read packages of ${input.identifier}`).listPackages(
    firstStep(input),
  );
  if (read.closed) return { kind: 'closed' };
  const step: CarrierStepInput = { ...firstStep(input), first: false, repeat: read.repeat };
  const saga: Saga = { input, step, newTypeId: read.newTypeId, before: read.packages };
  if (alreadyDone(saga)) return { kind: 'applied' };
  try {
    if (order === 'pond_terminate_first') {
      await terminateFormer(saga);
      await addAndActivate(saga, saga.newTypeId, 'new');
    } else {
      await addAndActivate(saga, saga.newTypeId, 'new');
      await terminateFormer(saga);
    }
    return { kind: 'applied' };
  } catch (error) {
    return { kind: 'failed', failure: await compensate(saga, deviceFailure(error)) };
  }
}

/** Exactly the wanted plan is active: nothing to do, and a second package of it would be a second bill. */
function alreadyDone(saga: Saga): boolean {
  const active = activeOnes(saga.before);
  return active.length === 1 && active[0]?.packageTypeId === saga.newTypeId;
}

async function terminateFormer(saga: Saga): Promise<void> {
  for (const former of activeOnes(saga.before)) {
    const carrier = carrierActivities(saga.input, `Terminate package ${former.packageId}`);
    await carrier.terminatePackage({ ...saga.step, packageId: former.packageId });
  }
}

async function addAndActivate(saga: Saga, packageTypeId: number, which: 'new' | 'former'): Promise<void> {
  const added = stillOpen(
    await carrierActivities(saga.input, `Add ${which} package of type ${String(packageTypeId)}`).addPackage({
      ...saga.step,
      packageTypeId,
      knownPackageIds: saga.before.map((known) => known.packageId),
    }),
  );
  await carrierActivities(saga.input, `Activate package ${added.packageId}`).activatePackage({
    ...saga.step,
    packageId: added.packageId,
  });
}

/** Puts back what was there: the carrier is read afresh, so that only what is missing is written. */
async function compensate(saga: Saga, failure: DeviceFailure): Promise<DeviceFailure> {
  const repairing: Saga = { ...saga, step: { ...saga.step, repeat: true } };
  try {
    const now = stillOpen(
      await carrierActivities(
        saga.input,
        `Read packages of ${saga.input.identifier} to compensate`,
      ).listPackages(repairing.step),
    );
    const known = new Set(saga.before.map((former) => former.packageId));
    for (const ours of now.packages) {
      const unwanted =
        !known.has(ours.packageId) && ours.status !== 'TERMINATED' && ours.packageTypeId === saga.newTypeId;
      if (!unwanted) continue;
      const carrier = carrierActivities(saga.input, `Compensate: terminate package ${ours.packageId}`);
      await carrier.terminatePackage({ ...repairing.step, packageId: ours.packageId });
    }
    const alive = new Set(activeOnes(now.packages).map((each) => each.packageId));
    for (const former of activeOnes(saga.before)) {
      if (!alive.has(former.packageId)) await addAndActivate(repairing, former.packageTypeId, 'former');
    }
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return {
      status: 'ERROR',
      errorClass: 'BUSINESS',
      errorCode: 'pond.half_applied',
      errorMessage: `${failure.errorMessage} The compensation failed as well: ${deviceFailure(error).errorMessage}`,
    };
  }
  return {
    status: 'ERROR',
    errorClass: 'BUSINESS',
    errorCode: 'pond.package_change_failed',
    errorMessage: `${failure.errorCode}: ${failure.errorMessage} The former packages are in place again.`,
  };
}

function activeOnes(packages: readonly PackageView[]): PackageView[] {
  return packages.filter((each) => each.status === 'ACTIVE');
}
