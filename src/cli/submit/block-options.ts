import { CHANGE_TYPES, type ChangeType } from '../../domain/change-type.ts';
import type { SubmitOptions } from './submit-options.ts';

interface Place {
  /** As it is written on the command line. */
  readonly flag: string;
  /** The field that it is in the block of each type that has it. */
  readonly field: Partial<Record<ChangeType, string>>;
}

/** Where each option goes. The first one given that fits one type only tells the type, where --type does not. */
export const BLOCK_OPTIONS = {
  targetStatus: { flag: '--status', field: { statusupdate: 'targetStatus' } },
  reasonCode: { flag: '--reason-code', field: { statusupdate: 'reasonCode' } },
  customer: { flag: '--customer', field: { customerassignment: 'customerId' } },
  revCustomer: { flag: '--rev-customer', field: { customerassignment: 'revCustomerId' } },
  site: { flag: '--site', field: { customerassignment: 'siteId' } },
  commPlan: { flag: '--comm-plan', field: { carrierrateplanchange: 'commPlan' } },
  carrierRatePlan: {
    flag: '--carrier-rate-plan',
    field: { carrierrateplanchange: 'carrierRatePlan', statusupdate: 'carrierRatePlan' },
  },
  allocationMb: {
    flag: '--allocation-mb',
    field: { customerrateplanchange: 'customerDataAllocationMB' },
  },
  customerRatePlan: {
    flag: '--customer-rate-plan',
    field: { customerrateplanchange: 'customerRatePlanId', customerassignment: 'customerRatePlanId' },
  },
  pool: {
    flag: '--pool',
    field: { customerrateplanchange: 'customerPoolId', customerassignment: 'customerPoolId' },
  },
  effectiveDate: {
    flag: '--effective-date',
    field: {
      statusupdate: 'effectiveDate',
      carrierrateplanchange: 'effectiveDate',
      customerrateplanchange: 'effectiveDate',
      customerassignment: 'effectiveDate',
    },
  },
} as const satisfies Partial<Record<keyof SubmitOptions, Place>>;

/** Options that end up in the block of the change's type. */
export type BlockOption = keyof typeof BLOCK_OPTIONS;

/** What an option means where several types have it and nothing else tells the type. */
const USUAL_TYPES = {
  carrierRatePlan: 'carrierrateplanchange',
  customerRatePlan: 'customerrateplanchange',
  pool: 'customerrateplanchange',
} as const satisfies Partial<Record<BlockOption, ChangeType>>;

const BLOCK_OPTION_NAMES = Object.keys(BLOCK_OPTIONS).filter(isBlockOption);

export function givenBlockOptions(options: SubmitOptions): readonly (readonly [BlockOption, string])[] {
  return BLOCK_OPTION_NAMES.flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [[name, value] as const];
  });
}

/** The type that the given options stand for; undefined when they tell none. */
export function typeOfOptions(names: readonly BlockOption[]): ChangeType | undefined {
  const own = names.map((name) => onlyTypeOf(name)).find((type) => type !== undefined);
  if (own !== undefined) return own;
  const usual: Partial<Record<BlockOption, ChangeType>> = USUAL_TYPES;
  return names.map((name) => usual[name]).find((type) => type !== undefined);
}

/** The field of an option in the block of a type; undefined when the type has none. */
export function fieldOf(name: BlockOption, type: ChangeType): string | undefined {
  const { field }: Place = BLOCK_OPTIONS[name];
  return field[type];
}

function onlyTypeOf(name: BlockOption): ChangeType | undefined {
  const types = CHANGE_TYPES.filter((type) => fieldOf(name, type) !== undefined);
  return types.length === 1 ? types[0] : undefined;
}

function isBlockOption(name: string): name is BlockOption {
  return Object.hasOwn(BLOCK_OPTIONS, name);
}
