import type { Logger } from 'pino';

export interface Shutdown {
  /** Registers what must be closed; the last one registered is closed first. */
  onShutdown(name: string, close: () => Promise<void>): void;
  /** Closes everything once; a second call waits for the first. */
  run(): Promise<void>;
}

/**
 * Closes the parts of a process in the reverse order of their start. A part that fails or hangs is named in the log and
 * does not keep the others open.
 */
export function createShutdown(logger: Logger, stepTimeoutMs = 15_000): Shutdown {
  const parts: { name: string; close: () => Promise<void> }[] = [];
  let running: Promise<void> | undefined;

  async function closeAll(): Promise<void> {
    for (const { name, close } of parts.reverse()) {
      try {
        await withTimeout(close(), stepTimeoutMs);
      } catch (error) {
        logger.error({ err: error, part: name }, 'A part did not close cleanly');
      }
    }
  }

  return {
    onShutdown: (name, close) => {
      parts.push({ name, close });
    },
    run: () => (running ??= closeAll()),
  };
}

async function withTimeout(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`It took longer than ${String(timeoutMs)} ms.`)), timeoutMs);
  });
  try {
    await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
