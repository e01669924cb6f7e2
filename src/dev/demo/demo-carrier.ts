import type { Integration } from '../../domain/integration.ts';
import type { SimulatorName } from '../simulator-program.ts';
import type { FleetPlan } from './api-shapes.ts';

/** What the changes of the demonstration look like at one carrier's simulator, and how large they are there. */
export interface DemoCarrier {
  readonly simulator: SimulatorName;
  /** The call that suspends, and what has then changed. */
  readonly suspension: { readonly operation: string; readonly value: string };
  /** The call that changes a plan, what has then changed, and how a device ends that the carrier refuses. */
  readonly planChange: {
    readonly operation: string;
    readonly kind: string;
    readonly value: (plan: FleetPlan) => string;
    readonly title: string;
    readonly refusedAs: string;
  };
  /** Lines are named by their number, where they have one. */
  readonly namesLines: boolean;
  /** Nothing can be switched off or moved to another plan from here. */
  readonly deadEnds: readonly string[];
  readonly counts: {
    readonly suspended: number;
    readonly planChanged: number;
    readonly customerPlan: number;
    readonly assigned: number;
  };
}

/** One large change, and many smaller ones: a machine of two cores shall be done with all of them in a few minutes. */
const many = { suspended: 600, planChanged: 150, customerPlan: 100, assigned: 100 } as const;
const some = { suspended: 300, planChanged: 150, customerPlan: 100, assigned: 100 } as const;
const few = { suspended: 150, planChanged: 80, customerPlan: 100, assigned: 100 } as const;

export const DEMO_CARRIERS: Readonly<Record<Integration, DemoCarrier>> = {
  JASPER: {
    simulator: 'jasper',
    suspension: { operation: 'editDevice', value: 'DEACTIVATED' },
    planChange: {
      operation: 'editDevice',
      kind: 'ratePlan',
      value: ({ name }) => name,
      title: 'plans set at the carrier',
      refusedAs: 'carrier.rejected',
    },
    namesLines: false,
    deadEnds: ['retired'],
    counts: many,
  },
  THINGSPACE: {
    simulator: 'thingspace',
    suspension: { operation: 'suspend', value: 'suspend' },
    planChange: {
      operation: 'plan',
      kind: 'ratePlan',
      value: ({ code }) => code,
      title: 'plans set at the carrier',
      refusedAs: 'carrier.rejected',
    },
    namesLines: false,
    deadEnds: ['deactivated'],
    counts: few,
  },
  POND: {
    simulator: 'pond',
    suspension: { operation: 'setStatus', value: 'DISABLED' },
    planChange: {
      operation: 'addPackage',
      kind: 'packageAdded',
      value: ({ ratePlanId }) => String(ratePlanId),
      title: 'packages bought at the carrier',
      refusedAs: 'pond.package_change_failed',
    },
    namesLines: false,
    deadEnds: ['terminated'],
    counts: some,
  },
  TELEGENCE: {
    simulator: 'telegence',
    suspension: { operation: 'updateLine', value: 'S' },
    planChange: {
      operation: 'updateLine',
      kind: 'ratePlan',
      value: ({ code }) => code,
      title: 'plans set at the carrier',
      refusedAs: 'carrier.rejected',
    },
    namesLines: true,
    deadEnds: ['deactivated'],
    counts: few,
  },
};

/** How many active devices the changes of one carrier need, those with a billing line included. */
export function activeDevicesNeeded(carrier: Integration): number {
  const { suspended, planChanged, assigned } = DEMO_CARRIERS[carrier].counts;
  // The stories at Jasper take ten and twelve, and one more each to correct a row with.
  const told = carrier === 'JASPER' ? 11 + 13 : 0;
  return suspended + planChanged + assigned + told + 3;
}
