const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Tells whether a device has been named before. */
export interface SeenDevices {
  /** `key` is the id of the device, or the identifier of one that nobody knows. */
  isRepeated(key: string): boolean;
}

/** An id is kept as its sixteen bytes: a million of them take some fifty megabytes and not three times as much. */
export function createSeenDevices(): SeenDevices {
  const seen = new Set<string>();
  return {
    isRepeated: (key) => {
      const compact = UUID.test(key) ? Buffer.from(key.replaceAll('-', ''), 'hex').toString('latin1') : key;
      if (seen.has(compact)) return true;
      seen.add(compact);
      return false;
    },
  };
}
