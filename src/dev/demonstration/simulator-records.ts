import type { DeviceStatus } from '../../domain/device-status.ts';
import { BILLING_CATALOGUE } from './catalogue.ts';
import { demonstrationId } from './demonstration-id.ts';
import type { DemonstrationSim } from './fleet.ts';
import type { DemonstrationTenant } from './tenants.ts';

const bytesPerMb = 1_048_576;

/** The simulators' words are written out here: sharing the product's own table would hide a mistake in it. */
const jasperStatus: Partial<Record<DeviceStatus, string>> = {
  inventory: 'INVENTORY',
  pending_activation: 'ACTIVATION_READY',
  active: 'ACTIVATED',
  suspended: 'DEACTIVATED',
  deactivated: 'DEACTIVATED',
  retired: 'RETIRED',
};

export function jasperRecord(tenant: DemonstrationTenant, sim: DemonstrationSim): object {
  return {
    account: tenant.key,
    iccid: sim.numbers.iccid,
    imsi: sim.numbers.imsi,
    msisdn: sim.msisdn,
    imei: sim.numbers.imei,
    status: jasperStatus[sim.status],
    ratePlan: sim.plan?.name ?? null,
    communicationPlan: sim.communicationPlan,
    dateActivated: sim.activatedAt,
    dateUpdated: sim.statusChangedAt,
    ctdDataUsage: Math.round(sim.usageMb * bytesPerMb),
  };
}

const thingspaceState: Partial<Record<DeviceStatus, string>> = {
  pending_activation: 'pre-active',
  active: 'active',
  suspended: 'suspend',
  deactivated: 'deactive',
};

/** None for a SIM in inventory: the carrier hears of it when it is added. */
export function thingspaceRecords(tenant: DemonstrationTenant, sim: DemonstrationSim): object[] {
  if (sim.status === 'inventory') return [];
  const numbers =
    sim.msisdn === null
      ? {}
      : { mdn: sim.msisdn, msisdn: `1${sim.msisdn}`, lastActivationDate: sim.activatedAt };
  return [
    {
      account: tenant.key,
      iccid: sim.numbers.iccid,
      imei: sim.numbers.imei,
      state: thingspaceState[sim.status],
      servicePlan: sim.plan?.code ?? null,
      ipAddress: sim.ipAddress,
      ...numbers,
    },
  ];
}

const telegenceStatus: Partial<Record<DeviceStatus, string>> = {
  active: 'A',
  suspended: 'S',
  deactivated: 'C',
};

/** A SIM in inventory is known to the account, and has no line. */
export function telegenceRecord(tenant: DemonstrationTenant, sim: DemonstrationSim): object {
  const { iccid, imei } = sim.numbers;
  const account = tenant.key;
  if (sim.msisdn === null) return { account, iccid, imei };
  return {
    account,
    iccid,
    imei,
    subscriberNumber: sim.msisdn,
    status: telegenceStatus[sim.status],
    singleUserCode: sim.plan?.code ?? null,
    ipAddress: sim.ipAddress,
    subscriberActivationDate: sim.activatedAt?.slice(0, 10),
    statusEffectiveDate: sim.statusChangedAt.slice(0, 10),
  };
}

export function pondRecord(tenant: DemonstrationTenant, sim: DemonstrationSim): object {
  const position = sim.status === 'active' ? 'ENABLED' : 'DISABLED';
  return {
    account: tenant.key,
    iccid: sim.numbers.iccid,
    msisdn: sim.msisdn,
    statusOfSim: statusOfSim(sim.status),
    simDataServiceStatus: position,
    simVoiceServiceStatus: position,
    simSmsServiceStatus: position,
    packages: sim.plan === null ? [] : [packageOf(sim, sim.plan.ratePlanId)],
  };
}

function statusOfSim(status: DeviceStatus): string {
  if (status === 'inventory') return 'Pre-Service';
  return status === 'terminated' ? 'Terminated' : 'In-Service';
}

/** A SIM that is switched off for a while keeps its package; one that is given up has lost it. */
function packageOf(sim: DemonstrationSim, packageTypeId: number): object {
  const alive = sim.status === 'active' || sim.status === 'suspended';
  return {
    packageId: demonstrationId(`package of ${sim.numbers.iccid}`),
    packageTypeId,
    status: alive ? 'ACTIVE' : 'TERMINATED',
  };
}

/** The SIM's line at the billing system, when it has one. */
export function revioRecords(tenant: DemonstrationTenant, sim: DemonstrationSim): object[] {
  const { line } = sim;
  if (line === null) return [];
  const [product] = BILLING_CATALOGUE.products;
  return [
    {
      account: tenant.key,
      serviceId: line.serviceId,
      customerId: line.customer.revCustomerId,
      number: sim.msisdn,
      iccid: sim.numbers.iccid,
      serviceTypeId: BILLING_CATALOGUE.serviceTypes[0].serviceTypeId,
      activatedDate: sim.activatedAt,
      products: [{ ...product, serviceProductId: line.serviceProductId }],
    },
  ];
}
