const closingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What a signal closes. */
export interface Closable {
  stop: () => Promise<void>;
}

/**
 * Runs something until a signal asks to stop it: Ctrl-C, `kill`, or the terminal going away. A signal during `start` aborts the
 * given AbortSignal; a second one ends the process at once. Resolves when all is stopped, and never otherwise. Sets the exit
 * code to 1 when `start` fails by itself.
 */
export async function closeOnSignal(
  say: (line: string) => void,
  start: (signal: AbortSignal) => Promise<Closable>,
): Promise<void> {
  const controller = new AbortController();
  const asked = new Promise<void>((resolve) => {
    controller.signal.addEventListener('abort', () => {
      resolve();
    });
  });
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(130);
    say('stopping; once more to stop at once');
    controller.abort();
  };
  for (const name of closingSignals) process.on(name, onSignal);
  try {
    const running = await start(controller.signal);
    await asked;
    await running.stop();
    say('stopped');
  } catch (error) {
    if (controller.signal.aborted) {
      say('stopped');
      return;
    }
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  } finally {
    for (const name of closingSignals) process.removeListener(name, onSignal);
  }
}
