import { z } from 'zod';

/** A static address that is not free: set aside until a moment, or given to a subscriber. */
export const heldAddressSchema = z.object({
  account: z.string(),
  pdpName: z.string(),
  ipAddress: z.string(),
  subscriberNumber: z.string().nullable(),
  /** Milliseconds since the epoch; null when it belongs to the subscriber. */
  heldUntil: z.number().nullable(),
});

export type HeldAddress = z.infer<typeof heldAddressSchema>;

/** The name of an address among those of all accounts. */
export function addressId({
  account,
  pdpName,
  ipAddress,
}: Pick<HeldAddress, 'account' | 'pdpName' | 'ipAddress'>): string {
  return `${account}/${pdpName}/${ipAddress}`;
}
