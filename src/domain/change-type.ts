/** The four change types, by the names callers use. */
export const CHANGE_TYPES = [
  'customerassignment',
  'carrierrateplanchange',
  'customerrateplanchange',
  'statusupdate',
] as const;

export type ChangeType = (typeof CHANGE_TYPES)[number];

/** The block of a request that belongs to each type; exactly this one must be present. */
export const CHANGE_BLOCKS = {
  customerassignment: 'customerAssignment',
  carrierrateplanchange: 'carrierRatePlanUpdate',
  customerrateplanchange: 'customerRatePlanUpdate',
  statusupdate: 'statusUpdate',
} as const satisfies Record<ChangeType, string>;

/** What an operator reads in titles and summaries. */
export const CHANGE_TITLES = {
  customerassignment: 'Assign Customer',
  carrierrateplanchange: 'Change Carrier Rate Plan',
  customerrateplanchange: 'Change Customer Rate Plan',
  statusupdate: 'Update Device Status',
} as const satisfies Record<ChangeType, string>;

/** Reads a change type in any letter case; undefined when there is no such type. */
export function parseChangeType(text: string): ChangeType | undefined {
  const wanted = text.trim().toLowerCase();
  return CHANGE_TYPES.find((type) => type === wanted);
}
