/**
 * Temporal's priority of a change: 1 goes first, 5 last, 3 is the default. What a person waits for overtakes what runs
 * for hours, so that ten devices are not stuck behind fifty thousand.
 */
export function priorityOf(devices: number): number {
  if (devices <= 50) return 2;
  return devices <= 2_000 ? 3 : 4;
}
