import { ActivityFailure } from '@temporalio/workflow';
import type { CarrierStepInput, PackageView } from '../activities/step.ts';
import type { DeviceChangeInput, StepsResult } from './device-change.ts';
import { deviceFailure, isHeld, type DeviceFailure } from './device-outcome.ts';
import { carrierActivities, closedBy, firstStep, laterStep, stillOpen } from './recipe-carrier.ts';

/** What the saga knows of the SIM before it begins. */
interface Saga {
  readonly input: DeviceChangeInput;
  readonly step: CarrierStepInput;
  /** The step of the next write: the first one of all may still be held back. */
  readonly nextWrite: () => CarrierStepInput;
  readonly newTypeId: number;
  /** What the SIM had before the change first touched it: what a compensation puts back. */
  readonly before: readonly PackageView[];
  /** What it has at the start of this run. */
  readonly now: readonly PackageView[];
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
  if (read.closed) return closedBy(read);
  const { newTypeId, packages: now } = read;
  const step = laterStep(input, { repeat: read.repeat });
  let upcoming = laterStep(input, read);
  const nextWrite = (): CarrierStepInput => {
    const next = upcoming;
    upcoming = step;
    return next;
  };
  // Recordings from before the first reading was kept have no `before`.
  const saga: Saga = { input, step, nextWrite, newTypeId, now, before: read.before ?? now };
  if (alreadyDone(saga)) return { kind: 'applied' };
  try {
    if (order === 'pond_terminate_first') {
      await terminateFormer(saga);
      await addNew(saga);
    } else {
      await addNew(saga);
      await terminateFormer(saga);
    }
    return { kind: 'applied' };
  } catch (error) {
    const failure = deviceFailure(error);
    return { kind: 'failed', failure: isHeld(failure) ? failure : await compensate(saga, failure) };
  }
}

/** Exactly the wanted plan is active: nothing to do, and a second package of it would be a second bill. */
function alreadyDone(saga: Saga): boolean {
  return activeOnes(saga.now).length === 1 && wantedOne(saga) !== undefined && leftOvers(saga).length === 0;
}

/** What a compensation of an earlier run has added and could not activate: nobody wants it any more. */
function leftOvers({ now, before, newTypeId }: Saga): PackageView[] {
  const known = new Set(before.map((former) => former.packageId));
  return now.filter(
    ({ packageId, packageTypeId, status }) =>
      status === 'NOT_ACTIVE' && packageTypeId !== newTypeId && !known.has(packageId),
  );
}

/** An active package of the wanted plan, of an earlier run that was cut off or of old: it is kept. */
function wantedOne({ now, newTypeId }: Saga): PackageView | undefined {
  return activeOnes(now).find((each) => each.packageTypeId === newTypeId);
}

async function terminateFormer(saga: Saga): Promise<void> {
  const kept = wantedOne(saga);
  for (const former of [...activeOnes(saga.now), ...leftOvers(saga)]) {
    if (former.packageId === kept?.packageId) continue;
    const carrier = carrierActivities(saga.input, `Terminate package ${former.packageId}`);
    await carrier.terminatePackage({ ...saga.nextWrite(), packageId: former.packageId });
  }
}

async function addNew(saga: Saga): Promise<void> {
  if (wantedOne(saga) !== undefined) return;
  const knownPackageIds = saga.before.map((former) => former.packageId);
  await addAndActivate(saga, { packageTypeId: saga.newTypeId, which: 'new', knownPackageIds });
}

interface Addition {
  readonly packageTypeId: number;
  readonly which: 'new' | 'former';
  readonly knownPackageIds: readonly string[];
}

/** Answers with the id of the package that is active now. */
async function addAndActivate({ input, nextWrite }: Saga, addition: Addition): Promise<string> {
  const { which, packageTypeId, knownPackageIds } = addition;
  const { packageId } = stillOpen(
    await carrierActivities(input, `Add ${which} package of type ${String(packageTypeId)}`).addPackage({
      ...nextWrite(),
      packageTypeId,
      knownPackageIds,
    }),
  );
  await carrierActivities(input, `Activate package ${packageId}`).activatePackage({
    ...nextWrite(),
    packageId,
  });
  return packageId;
}

/** Tries to put back what was there. Whatever comes of it, the change of this device has failed. */
async function compensate(saga: Saga, failure: DeviceFailure): Promise<DeviceFailure> {
  const step = { ...saga.step, repeat: true };
  const repairing: Saga = { ...saga, step, nextWrite: () => step };
  try {
    await putBack(repairing);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return {
      status: 'ERROR',
      errorClass: 'BUSINESS',
      errorCode: 'pond.half_applied',
      errorMessage: `${failure.errorMessage} The compensation failed as well: ${deviceFailure(error).errorMessage} ${await whatExists(repairing)}`,
    };
  }
  return {
    status: 'ERROR',
    errorClass: 'BUSINESS',
    errorCode: 'pond.package_change_failed',
    errorMessage: `${failure.errorCode}: ${failure.errorMessage} The former packages are in place again.`,
  };
}

/** The carrier is read afresh, so that only what is missing is written. */
async function putBack(saga: Saga): Promise<void> {
  const now = await readAgain(saga, 'to compensate');
  const known = saga.before.map((former) => former.packageId);
  for (const ours of now) {
    const unwanted =
      !known.includes(ours.packageId) &&
      ours.status !== 'TERMINATED' &&
      ours.packageTypeId === saga.newTypeId;
    if (!unwanted) continue;
    const carrier = carrierActivities(saga.input, `Compensate: terminate package ${ours.packageId}`);
    await carrier.terminatePackage({ ...saga.step, packageId: ours.packageId });
  }
  const alive = new Set(activeOnes(now).map((each) => each.packageId));
  for (const { packageId, packageTypeId } of activeOnes(saga.before)) {
    if (alive.has(packageId)) continue;
    // What was put back is known from then on: two former packages of one type are two again.
    known.push(await addAndActivate(saga, { packageTypeId, which: 'former', knownPackageIds: known }));
  }
}

/** A sentence on the live packages of the SIM, for whoever has to finish the work by hand. */
async function whatExists(saga: Saga): Promise<string> {
  try {
    const live = (await readAgain(saga, 'after a failed compensation')).filter(
      (each) => each.status !== 'TERMINATED',
    );
    if (live.length === 0) return 'The SIM has no live package now.';
    const list = live.map((each) => `${String(each.packageTypeId)} ${each.status} (${each.packageId})`);
    return `The SIM has now: ${list.join(', ')}.`;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return 'What packages the SIM has now could not be read.';
  }
}

async function readAgain(saga: Saga, why: string): Promise<readonly PackageView[]> {
  const carrier = carrierActivities(saga.input, `Read packages of ${saga.input.identifier} ${why}`);
  return stillOpen(await carrier.listPackages(saga.step)).packages;
}

function activeOnes(packages: readonly PackageView[]): PackageView[] {
  return packages.filter((each) => each.status === 'ACTIVE');
}
