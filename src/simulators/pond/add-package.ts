import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import type { PackageType, PondAccount } from './account.ts';
import type { PondPackage } from './package.ts';
import { pondError } from './pond-error.ts';
import { packageTypeOf, type PondState } from './pond-state.ts';
import type { PondSim } from './sim.ts';

const bodySchema = z.object({ packageTypeId: z.int32() });

/** `POST /sim/{iccid}/addPackage`: each call makes one more package, a repeated one too. */
export function addPackage(
  state: PondState,
  account: PondAccount,
  sim: PondSim,
  body: unknown,
  request: number,
): Answer {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return pondError(400, 'packageTypeId is required and must be a whole number');
  const type = packageTypeOf(account, parsed.data.packageTypeId);
  if (type === undefined) return pondError(400, 'There is no such package type');
  if (type.status !== 'ACTIVE') return pondError(400, 'The package type is not active');
  if (sim.statusOfSim === 'Terminated') return pondError(400, 'The SIM is terminated');
  const added = newPackage(sim.iccid, type, state.nowSeconds());
  state.packages.put(added);
  state.frame.recordEffect(sim.iccid, 'packageAdded', String(type.packageTypeId), request);
  return { status: 200, json: added };
}

/** A package that has not been activated yet. */
export function newPackage(simIccid: string, type: PackageType, nowSeconds: number): PondPackage {
  return {
    packageId: randomUUID(),
    simIccid,
    dateCreated: nowSeconds,
    dateActivated: null,
    dateExpiry: null,
    dateTerminated: null,
    windowActivationStart: nowSeconds,
    windowActivationEnd: nowSeconds + type.activationTimeAllowanceInSeconds,
    status: 'NOT_ACTIVE',
    packageTypeId: type.packageTypeId,
    dataUsageRemainingInBytes: type.dataUsageAllowanceInBytes,
    voiceUsageRemainingInSeconds: type.voiceUsageAllowanceInSeconds,
    smsUsageRemainingInNums: type.smsUsageAllowanceInNums,
    timeAllowanceInSeconds: type.timeAllowanceInSeconds,
  };
}
