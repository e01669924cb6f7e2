/** The product's words for the state of a device. Compare whole words: "deactive" contains "active". */
export const DEVICE_STATUSES = [
  'inventory',
  'pending_activation',
  'active',
  'suspended',
  'deactivated',
  'retired',
  'terminated',
] as const;

export type DeviceStatus = (typeof DEVICE_STATUSES)[number];

/** What a caller may write as a target: the status itself or the verb that leads to it. */
const TARGET_WORDS: Readonly<Record<string, DeviceStatus>> = {
  inventory: 'inventory',
  add: 'pending_activation',
  pending_activation: 'pending_activation',
  activation_ready: 'pending_activation',
  activate: 'active',
  active: 'active',
  activated: 'active',
  restore: 'active',
  reactivate: 'active',
  suspend: 'suspended',
  suspended: 'suspended',
  deactivate: 'deactivated',
  deactivated: 'deactivated',
  retire: 'retired',
  retired: 'retired',
  terminate: 'terminated',
  terminated: 'terminated',
};

/** The words accepted as `targetStatus`, for messages and documents. */
export const TARGET_STATUS_WORDS: readonly string[] = Object.keys(TARGET_WORDS);

/** Reads a target status; undefined when the word is not known. */
export function parseTargetStatus(text: string): DeviceStatus | undefined {
  const word = text.trim().toLowerCase();
  // A word like "constructor" must not find what every object has.
  return Object.hasOwn(TARGET_WORDS, word) ? TARGET_WORDS[word] : undefined;
}

export function isDeviceStatus(text: string): text is DeviceStatus {
  return DEVICE_STATUSES.some((status) => status === text);
}
