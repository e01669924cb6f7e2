const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Tells the place at which a device was named first: the given place itself when it is new. `key` is the id of the
 * device, or the identifier of one that nobody knows.
 */
export type SeenDevices = (key: string, place: number) => number;

/** An id is kept as its sixteen bytes: a million of them take some fifty megabytes and not three times as much. */
export function createSeenDevices(): SeenDevices {
  const seen = new Map<string, number>();
  return (key, place) => {
    const compact = UUID.test(key) ? Buffer.from(key.replaceAll('-', ''), 'hex').toString('latin1') : key;
    const first = seen.get(compact);
    if (first !== undefined) return first;
    seen.set(compact, place);
    return place;
  };
}
