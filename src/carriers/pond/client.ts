import type { OutsideCall } from '../../platform/exchange.ts';
import { CarrierError } from '../carrier-error.ts';
import type {
  CarrierResult,
  PackageAddition,
  PondCarrier,
  SimPackage,
  StatusChange,
} from '../carrier-port.ts';
import { readAllPages } from '../read-all-pages.ts';
import type { PackageAnswer, SimStatusAnswer } from './answer.ts';
import {
  allServices,
  commonSwitch,
  switchOf,
  toCarrierDevice,
  toSimPackage,
  type ServiceSwitch,
} from './mapper.ts';
import type { PondOptions } from './pond-options.ts';
import { createPondRequests } from './requests.ts';
import { createSimList } from './sim-list.ts';

/** POND's distributor interface: an API key with each call, one SIM a call, every answer final, no idempotency key. */
export function createPondCarrier(options: PondOptions): PondCarrier {
  const requests = createPondRequests(options);

  function listPackages(iccid: string, call: OutsideCall): Promise<readonly PackageAnswer[]> {
    const list = { what: 'packages', unreadable: 'carrier.answer_unreadable' } as const;
    return readAllPages(list, ({ offset }) => requests.listPackages(iccid, offset, call));
  }

  /** One of the type that is alive and was not there before: an earlier attempt added it and lost the answer. */
  async function addedBefore(
    addition: PackageAddition,
    call: OutsideCall,
  ): Promise<PackageAnswer | undefined> {
    const packages = await listPackages(addition.identifier, call);
    return packages.find(
      (one) =>
        one.packageTypeId === addition.packageTypeId &&
        one.status !== 'TERMINATED' &&
        !addition.knownPackageIds.includes(one.packageId),
    );
  }

  async function setPackageStatus(
    operation: string,
    packageId: string,
    wanted: 'ACTIVE' | 'TERMINATED',
    call: OutsideCall,
  ): Promise<CarrierResult> {
    if (call.readFirst && (await requests.getPackage(packageId, call)).status === wanted) {
      return { alreadyInPlace: true };
    }
    await requests.setPackageStatus(operation, packageId, wanted, call);
    return { alreadyInPlace: false };
  }

  return {
    ...createSimList(requests, listPackages),

    async readDevice(identifier, call) {
      return toCarrierDevice(identifier, await requests.getStatus(identifier, call));
    },

    async changeStatus(change: StatusChange, call): Promise<CarrierResult> {
      const wanted = settableSwitch(change);
      if (call.readFirst && isInPlace(await requests.getStatus(change.identifier, call), wanted)) {
        return { alreadyInPlace: true };
      }
      await requests.setStatus(change.identifier, allServices(wanted), call);
      return { alreadyInPlace: false };
    },

    async listPackages(identifier, call): Promise<readonly SimPackage[]> {
      return (await listPackages(identifier, call)).map(toSimPackage);
    },

    async addPackage(addition, call) {
      const ours = call.readFirst ? await addedBefore(addition, call) : undefined;
      return toSimPackage(ours ?? (await requests.addPackage(addition, call)));
    },

    activatePackage: (packageId, call) => setPackageStatus('Activate Package', packageId, 'ACTIVE', call),

    terminatePackage: (packageId, call) =>
      setPackageStatus('Terminate Package', packageId, 'TERMINATED', call),
  };
}

/** A terminated SIM has its services off too, but is not what was asked for: the carrier will say so. */
function isInPlace(answer: SimStatusAnswer, wanted: ServiceSwitch): boolean {
  return answer.statusOfSim !== 'Terminated' && commonSwitch(answer) === wanted;
}

function settableSwitch(change: StatusChange): ServiceSwitch {
  const position = switchOf(change.target);
  if (position !== null) return position;
  throw new CarrierError({
    code: 'status.transition_not_allowed',
    message: `POND switches a SIM's services on or off; there is no way to set "${change.target}".`,
    mayHaveApplied: false,
  });
}
