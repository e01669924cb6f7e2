/** What listeners of a change are told, at one moment. */
export interface LiveState {
  /** The sequence of the change; see db/live-changes.ts. */
  readonly revision: bigint;
  /** Two states with one version tell the same. */
  readonly version: string;
  /** Nothing follows. */
  readonly isFinal: boolean;
  /** The events' data, JSON on one line each. */
  readonly status: string;
  readonly progress: string;
}

/** What a listener has been told before; one who comes back remembers the revision only. */
export interface KnownState extends Pick<LiveState, 'revision' | 'version'> {
  readonly status?: string;
}

/** What a listener knows who comes back with the id of its last event. */
export function knownBy(lastEventId: bigint): KnownState {
  return { revision: lastEventId, version: versionOf(lastEventId, null) };
}

/**
 * What of the world beside the change it waits for is told as well but does not move the revision, such as an outage of
 * the carrier; null when nothing does.
 */
export function versionOf(revision: bigint, outsideCause: string | null): string {
  return `${String(revision)} ${outsideCause ?? ''}`;
}
