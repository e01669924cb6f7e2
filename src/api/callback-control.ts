import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Logger } from 'pino';
import {
  CARRIER_NEWS_SIGNAL,
  deviceWorkflowId,
  REGISTER_CALLBACK_WORKFLOW,
  registerCallbackWorkflowId,
  REGISTRATION_WANTED_SIGNAL,
} from '../domain/workflow-id.ts';
import { Problem } from './problem.ts';

/** What a carrier has told, and of which device. */
export interface CarrierNews {
  readonly serviceProviderId: string;
  readonly iccid: string;
  readonly requestId: string;
}

/** How the API tells runs of callbacks, and has callbacks registered. */
export interface CallbackControl {
  /**
   * Tells the device's run that there is news, in its own time. Never fails the caller: what is stored is found when
   * the run asks the next time, and a run that is over needs no news.
   */
  tellDevice(news: CarrierNews): void;
  /**
   * Has the stored registration brought to the carrier and waits some seconds for it; the row tells what came of it.
   * @throws Problem service.unavailable when nobody could be asked
   */
  register(serviceProviderId: string): Promise<void>;
}

const START_DEADLINE_MS = 3_000;
const RESULT_DEADLINE_MS = 10_000;
const SIGNAL_DEADLINE_MS = 5_000;
const SIGNALS_AT_ONCE = 50;
/** A burst of the carrier's; beyond it news is left to the runs' own asking. */
const SIGNALS_WAITING = 10_000;

interface CallbackControlDeps {
  readonly client: Client;
  /** The workflows' task queue. */
  readonly taskQueue: string;
  readonly logger: Pick<Logger, 'warn'>;
}

/** `close` gives up what waits and lets what is under way end, before the connection is closed. */
export function createCallbackControl(
  deps: CallbackControlDeps,
): CallbackControl & { close(): Promise<void> } {
  const signals = createSignals(deps);
  return {
    tellDevice: (news) => {
      signals.send(news);
    },
    register: (serviceProviderId) => register(deps, serviceProviderId),
    close: () => signals.close(),
  };
}

interface Signals {
  send(news: CarrierNews): void;
  close(): Promise<void>;
}

function createSignals({ client, logger }: CallbackControlDeps): Signals {
  const waiting: CarrierNews[] = [];
  const underWay = new Set<Promise<void>>();
  const signal = async ({ serviceProviderId, iccid, requestId }: CarrierNews): Promise<void> => {
    const handle = client.workflow.getHandle(deviceWorkflowId(serviceProviderId, iccid));
    try {
      await client.connection.withDeadline(Date.now() + SIGNAL_DEADLINE_MS, () =>
        handle.signal(CARRIER_NEWS_SIGNAL, requestId),
      );
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return;
      logger.warn({ err: error, workflowId: handle.workflowId }, 'A run was not told of a callback');
    }
  };
  const signalWaiting = (): void => {
    while (underWay.size < SIGNALS_AT_ONCE) {
      const news = waiting.shift();
      if (news === undefined) return;
      const sending = signal(news).finally(() => {
        underWay.delete(sending);
        signalWaiting();
      });
      underWay.add(sending);
    }
  };
  return {
    send: (news) => {
      if (waiting.length >= SIGNALS_WAITING) {
        const { serviceProviderId } = news;
        logger.warn({ serviceProviderId }, 'Too many callbacks wait to be told to runs');
        return;
      }
      waiting.push(news);
      signalWaiting();
    },
    close: async () => {
      waiting.length = 0;
      await Promise.all(underWay);
    },
  };
}

async function register(
  { client, taskQueue, logger }: CallbackControlDeps,
  serviceProviderId: string,
): Promise<void> {
  const workflowId = registerCallbackWorkflowId(serviceProviderId);
  try {
    await client.connection.withDeadline(Date.now() + START_DEADLINE_MS, () =>
      client.workflow.signalWithStart(REGISTER_CALLBACK_WORKFLOW, {
        taskQueue,
        workflowId,
        args: [{ serviceProviderId }],
        signal: REGISTRATION_WANTED_SIGNAL,
        signalArgs: [] as [],
        staticSummary: 'Tells the carrier where to send its callbacks',
      }),
    );
  } catch (error) {
    logger.warn({ err: error, serviceProviderId }, 'A callback registration was not started');
    throw new Problem(
      'service.unavailable',
      'The registration is stored, but the carrier cannot be told just now. Repeat the call.',
      { headers: { 'retry-after': '5' } },
    );
  }
  await client.connection
    .withDeadline(Date.now() + RESULT_DEADLINE_MS, () => client.workflow.getHandle(workflowId).result())
    // It failed, or takes longer: the row says which.
    .catch(() => undefined);
}
