import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import { packageStatuses, packageTransitions, type PackageStatus, type PondPackage } from './package.ts';
import { pondError } from './pond-error.ts';
import type { PondState } from './pond-state.ts';

const bodySchema = z.object({ packageStatus: z.enum(packageStatuses) });

/** `POST /package/{id}/status`: 204 without a body; the status it has already is no effect. */
export function setPackageStatus(
  state: PondState,
  current: PondPackage,
  body: unknown,
  request: number,
): Answer {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return pondError(400, `packageStatus must be one of ${packageStatuses.join(', ')}`);
  const target = parsed.data.packageStatus;
  if (target === current.status) return { status: 204 };
  if (!packageTransitions[current.status].includes(target)) {
    return pondError(400, `A package that is ${current.status} cannot become ${target}`);
  }
  movePackage(state, current, target, request);
  return { status: 204 };
}

/** Gives a package its new status and records the effect. */
export function movePackage(
  state: PondState,
  current: PondPackage,
  target: PackageStatus,
  request: number,
): void {
  state.packages.put(inStatus(current, target, state.nowSeconds()));
  state.frame.recordEffect(current.simIccid, 'packageStatus', `${current.packageId}:${target}`, request);
}

/** The package as it is once it has the given status. */
export function inStatus(current: PondPackage, target: PackageStatus, nowSeconds: number): PondPackage {
  switch (target) {
    case 'NOT_ACTIVE':
      return { ...current, status: target };
    case 'ACTIVE':
      return {
        ...current,
        status: target,
        dateActivated: nowSeconds,
        dateExpiry: nowSeconds + current.timeAllowanceInSeconds,
      };
    case 'TERMINATED':
      return { ...current, status: target, dateTerminated: nowSeconds };
  }
}
