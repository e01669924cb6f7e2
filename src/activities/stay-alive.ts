import { Context } from '@temporalio/activity';

const BEAT_MS = 5_000;

type Steps = Readonly<Record<string, (...input: never[]) => Promise<unknown>>>;

/**
 * The same steps, each of which tells Temporal every five seconds that it is alive: one that a worker took with it is then
 * done by another within the heartbeat timeout, however long it may take. A step shorter than that costs no heartbeat.
 */
export function stayAlive<T extends Steps>(steps: T): T {
  const beating = Object.entries(steps).map(([name, step]) => [name, beatWhile(step)]);
  return Object.fromEntries(beating) as T;
}

function beatWhile(step: Steps[string]): Steps[string] {
  return async (...input) => {
    const context = Context.current();
    const timer = setInterval(() => {
      context.heartbeat();
    }, BEAT_MS);
    try {
      return await step(...input);
    } finally {
      clearInterval(timer);
    }
  };
}
