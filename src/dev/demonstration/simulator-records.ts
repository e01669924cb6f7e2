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
    msisdn: sim.numbers.msisdn,
    imei: sim.numbers.imei,
    status: jasperStatus[sim.status],
    ratePlan: sim.plan?.name ?? null,
    communicationPlan: sim.communicationPlan,
    dateActivated: sim.activatedAt,
    dateUpdated: sim.statusChangedAt,
    ctdDataUsage: Math.round(sim.usageMb * bytesPerMb),
  };
}

export function pondRecord(tenant: DemonstrationTenant, sim: DemonstrationSim): object {
  const position = sim.status === 'active' ? 'ENABLED' : 'DISABLED';
  return {
    account: tenant.key,
    iccid: sim.numbers.iccid,
    msisdn: sim.numbers.msisdn,
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
      number: sim.numbers.msisdn,
      iccid: sim.numbers.iccid,
      serviceTypeId: BILLING_CATALOGUE.serviceTypes[0].serviceTypeId,
      activatedDate: sim.activatedAt,
      products: [{ ...product, serviceProductId: line.serviceProductId }],
    },
  ];
}
