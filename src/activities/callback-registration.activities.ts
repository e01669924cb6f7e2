import { Context, log } from '@temporalio/activity';
import { CarrierError } from '../carriers/carrier-error.ts';
import type { ThingspaceCarrier } from '../carriers/carrier-port.ts';
import {
  loadRegistrationTask,
  recordRegistration,
  type RegistrationTask,
} from '../db/callback-registration-task.ts';
import type { Database } from '../db/client.ts';
import type { Clock } from '../platform/clock.ts';
import type { Encryption } from '../platform/encryption.ts';
import type { OutsideCall } from '../platform/exchange.ts';
import { openCallbackCredentials } from '../platform/sealed-callback-credentials.ts';
import { isBudgetWait, toApplicationFailure } from './failure.ts';
import { startHeartbeat, type Heartbeat } from './heartbeat.ts';
import type { ProviderDirectory } from './provider-directory.ts';

export interface CallbackRegistrationDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly encryption: Encryption;
  readonly providers: ProviderDirectory;
}

export interface CallbackRegistrationInput {
  readonly serviceProviderId: string;
}

/** Tells carriers where to send their callbacks. Runs on the carrier's own task queue. */
export function createCallbackRegistrationActivities(deps: CallbackRegistrationDeps) {
  return {
    /**
     * Brings the registration that is stored now to the carrier. Each try reads it anew, so that it is the newest one
     * that arrives, and writes what it came to into the row. Telling a carrier the same twice does no harm.
     */
    registerCallback: async ({ serviceProviderId }: CallbackRegistrationInput): Promise<void> => {
      const heartbeat = startHeartbeat();
      try {
        const task = await loadRegistrationTask(deps.database, serviceProviderId);
        if (task !== null) await tryTask(deps, task, heartbeat);
      } finally {
        heartbeat.stop();
      }
    },
  };
}

async function tryTask(
  deps: CallbackRegistrationDeps,
  task: RegistrationTask,
  heartbeat: Heartbeat,
): Promise<void> {
  try {
    await tellCarrier(deps, task, heartbeat);
    await recordRegistration(deps.database, task, { registeredAt: deps.clock.now() });
  } catch (error) {
    if (isBudgetWait(error)) heartbeat.noteWait();
    heartbeat.report();
    const attempt = Context.current().info.attempt - heartbeat.earlierWaits;
    const failure = toApplicationFailure(error, { attempt, uncertain: false });
    if (failure.type === 'system.unexpected')
      log.error('A registration failed by a fault of our own', { error });
    // Each try's, not only the last one's: whoever asks meanwhile sees what it waits for.
    await recordRegistration(deps.database, task, {
      errorCode: failure.type ?? 'system.unexpected',
      errorMessage: failure.message,
    });
    throw failure;
  }
}

async function tellCarrier(
  { encryption, providers }: CallbackRegistrationDeps,
  task: RegistrationTask,
  heartbeat: Heartbeat,
): Promise<void> {
  const carrier: ThingspaceCarrier = await carrierOf(providers, task);
  const credentials = openCallbackCredentials(encryption, task.tenantId, task.credentials);
  if (credentials === null) {
    throw new CarrierError({
      code: 'provider.credentials_missing',
      message: 'The key of the stored user and password is gone: register the callbacks again.',
      mayHaveApplied: false,
    });
  }
  await carrier.registerCallback({ url: task.url, ...credentials }, outsideCall(heartbeat));
}

async function carrierOf(providers: ProviderDirectory, task: RegistrationTask): Promise<ThingspaceCarrier> {
  const provider = await providers.carrierFor(task, 'write');
  if (provider.integration !== 'THINGSPACE') throw new Error(`${provider.integration} sends no callbacks.`);
  return provider.carrier;
}

function outsideCall(heartbeat: Heartbeat): OutsideCall {
  return {
    readFirst: false,
    signal: Context.current().cancellationSignal,
    beforeWrite: async () => {
      heartbeat.assertAlive();
    },
    // The request itself is left out: it names the user.
    onExchange: ({ operation, httpStatus, durationMs, errorText }) => {
      log.info('Callback registration', { operation, httpStatus, durationMs, errorText });
    },
  };
}
