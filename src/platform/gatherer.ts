export interface GathererOptions<Item, Result> {
  /** Items one run takes at most. */
  readonly maxItems: number;
  /** Least time between the starts of two runs; under load items gather that long, a lone item goes at once. */
  readonly lingerMs: number;
  /** Items that may wait; beyond, `submit` rejects, so that a stuck run cannot fill the memory. */
  readonly maxQueued: number;
  /**
   * True for an error that the fault of a single item can cause. The items of such a run are then run one by one, so that
   * only the one at fault fails; the failed run must have left nothing that a second one would repeat. Absent: never.
   */
  mayBeOneItem?(error: unknown): boolean;
  /** Handles the items together and answers with one result for each, in their order. */
  run(items: readonly Item[]): Promise<readonly Result[]>;
}

export interface Gatherer<Item, Result> {
  /** Resolves with the item's own result. Rejects with the error of the run that it was part of. */
  submit(item: Item): Promise<Result>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

interface RunFailure {
  readonly error: unknown;
}

/**
 * Joins concurrent calls into one run and hands each its own result: the group commit of device outcomes, and the
 * batches of a carrier. One run at a time; what arrives meanwhile forms the next.
 */
export function createGatherer<Item, Result>(options: GathererOptions<Item, Result>): Gatherer<Item, Result> {
  const queue: Waiting<Item, Result>[] = [];
  let lastStart = Number.NEGATIVE_INFINITY;
  let scheduled = false;

  async function runOnce(): Promise<void> {
    lastStart = performance.now();
    const taken = queue.splice(0, options.maxItems);
    const failure = await run(taken);
    if (failure !== undefined) {
      if (taken.length > 1 && mayBeOneItem(failure)) await runSingly(taken);
      else rejectAll(taken, failure);
    }
    scheduled = false;
    schedule();
  }

  /** Undefined when every item has its answer; otherwise why none has. */
  async function run(taken: readonly Waiting<Item, Result>[]): Promise<RunFailure | undefined> {
    try {
      const results = await options.run(taken.map((waiting) => waiting.item));
      handOut(taken, results);
      return undefined;
    } catch (error) {
      return { error };
    }
  }

  /** Ends early by a fault that concerns them all, such as a lost connection: it would only meet each of them in turn. */
  async function runSingly(taken: readonly Waiting<Item, Result>[]): Promise<void> {
    for (const [index, waiting] of taken.entries()) {
      const failure = await run([waiting]);
      if (failure === undefined) continue;
      if (!mayBeOneItem(failure)) {
        rejectAll(taken.slice(index), failure);
        return;
      }
      waiting.reject(failure.error);
    }
  }

  function mayBeOneItem({ error }: RunFailure): boolean {
    return options.mayBeOneItem?.(error) ?? false;
  }

  function schedule(): void {
    if (scheduled || queue.length === 0) return;
    scheduled = true;
    const waitMs =
      queue.length >= options.maxItems ? 0 : Math.max(0, lastStart + options.lingerMs - performance.now());
    if (waitMs === 0) setImmediate(() => void runOnce());
    else setTimeout(() => void runOnce(), waitMs);
  }

  return {
    submit: (item) =>
      new Promise<Result>((resolve, reject) => {
        if (queue.length >= options.maxQueued) {
          reject(
            new Error(`More than ${String(options.maxQueued)} items are waiting to be written together.`),
          );
          return;
        }
        queue.push({ item, resolve, reject });
        schedule();
      }),
  };
}

function handOut<Item, Result>(taken: readonly Waiting<Item, Result>[], results: readonly Result[]): void {
  taken.forEach((waiting, index) => {
    const result = results[index];
    if (index < results.length) waiting.resolve(result as Result);
    else
      waiting.reject(
        new Error(`The run answered ${String(results.length)} of ${String(taken.length)} items.`),
      );
  });
}

function rejectAll<Item, Result>(taken: readonly Waiting<Item, Result>[], { error }: RunFailure): void {
  for (const waiting of taken) waiting.reject(error);
}
