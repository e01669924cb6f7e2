import { z } from 'zod';
import type { ThingspaceAccount } from './account.ts';
import { identifiersOf, shownState, type Device } from './device.ts';
import { isSelected, selectionSchema } from './target.ts';

const identifierFilterSchema = z.object({
  kind: z.string(),
  contains: z.string().nullish(),
  startswith: z.string().nullish(),
  endswith: z.string().nullish(),
});

type IdentifierFilter = z.infer<typeof identifierFilterSchema>;

/** Which lines a list is about; everything given must hold. */
export const deviceFilterSchema = selectionSchema.extend({
  filter: z.object({ deviceIdentifierFilters: z.array(identifierFilterSchema).nullish() }).nullish(),
  currentState: z.string().nullish(),
  earliest: z.iso.datetime({ offset: true }).nullish(),
  latest: z.iso.datetime({ offset: true }).nullish(),
});

export type DeviceFilter = z.infer<typeof deviceFilterSchema>;

/** Whether a line of the account is meant. */
export function matchesFilter({ account }: ThingspaceAccount, device: Device, filter: DeviceFilter): boolean {
  const { currentState, earliest, latest } = filter;
  const addedAt = Date.parse(device.createdAt);
  return (
    device.account === account &&
    isSelected(device, filter) &&
    (currentState === undefined ||
      currentState === null ||
      shownState(device) === currentState.toLowerCase()) &&
    (earliest === undefined || earliest === null || addedAt >= Date.parse(earliest)) &&
    (latest === undefined || latest === null || addedAt <= Date.parse(latest)) &&
    (filter.filter?.deviceIdentifierFilters ?? []).every((wanted) => hasIdentifier(device, wanted))
  );
}

function hasIdentifier(device: Device, { kind, contains, startswith, endswith }: IdentifierFilter): boolean {
  return identifiersOf(device).some(
    (known) =>
      known.kind === kind.toLowerCase() &&
      known.id.includes(contains ?? '') &&
      known.id.startsWith(startswith ?? '') &&
      known.id.endsWith(endswith ?? ''),
  );
}
