export const INVENTORY_SYNC_STATUSES = ['RUNNING', 'COMPLETED', 'FAILED', 'CANCELED'] as const;

export type InventorySyncStatus = (typeof INVENTORY_SYNC_STATUSES)[number];

export type EndedSyncStatus = Exclude<InventorySyncStatus, 'RUNNING'>;

/** Who has started a sync as far as its run knows. `api`: somebody, whose name the API writes into the record. */
export const STARTED_BY = { schedule: 'schedule', api: 'api' } as const;

/** Ends of a sync that only a sync has, with what to do; for the others it has the codes of carrier calls. */
export const INVENTORY_ERROR_CODES = {
  'inventory.implausible':
    'The carrier listed less than half of the devices that should be there, so none was marked as missing. Check the account and the credentials of the service provider, archive devices that are gone for good, then start another sync.',
  'inventory.endless':
    'The carrier’s list went on for longer than any account can be. Report it to the carrier.',
  'inventory.replaced': 'Nothing: a later sync of the service provider has taken over.',
} as const satisfies Record<string, string>;

export type InventoryErrorCode = keyof typeof INVENTORY_ERROR_CODES;

/** Of fewer devices, each is asked for by itself, and what the carrier says of them is believed. */
const FEW = 10;

/** Whether more are unseen than a carrier that answers properly would leave out. */
export function isImplausible({ expected, unseen }: { readonly expected: number; readonly unseen: number }) {
  return unseen >= FEW && unseen * 2 > expected;
}

/** Pages of a list, of the smallest size a carrier has, for far more devices than any account holds. */
export const MOST_PAGES = 100_000;
