import { z } from 'zod';
import { deviceIdSchema, idOfKind, type DeviceId } from './device-id.ts';

const listSchema = z.array(z.object({ deviceIds: z.array(deviceIdSchema) })).optional();
const bodySchema = z.object({
  deviceId: deviceIdSchema.optional().catch(undefined),
  devices: listSchema.catch(undefined),
  devicesToAdd: listSchema.catch(undefined),
  devicesToDelete: listSchema.catch(undefined),
});

/** The identifiers of the devices that a body names, for the log and for faults; the ICCID if there is one. */
export function devicesNamedIn(body: unknown): string[] {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return [];
  const { deviceId, devices, devicesToAdd, devicesToDelete } = parsed.data;
  const lists = [devices, devicesToAdd, devicesToDelete].flatMap((list) => list ?? []);
  const named = lists.flatMap(({ deviceIds }) => mainId(deviceIds) ?? []);
  return deviceId === undefined ? named : [deviceId.id, ...named];
}

function mainId(deviceIds: readonly DeviceId[]): string | undefined {
  return idOfKind(deviceIds, 'iccid') ?? deviceIds[0]?.id;
}
