import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import type { CallbackActivities } from '../activities/index.ts';
import { REGISTRATION_WANTED_SIGNAL } from '../domain/workflow-id.ts';
import { carrierActivityOptions } from './activity-options.ts';

export interface RegisterCallbackInput {
  readonly serviceProviderId: string;
}

const registrationWanted = defineSignal(REGISTRATION_WANTED_SIGNAL);

/**
 * Tells a carrier where to send its callbacks and which user and password to name. Every wish arrives as a signal that
 * starts this run or joins the one under way: a run that was replaced could still have a request on its way to the
 * carrier, which would then hear the older registration last.
 */
export async function registerCallback(input: RegisterCallbackInput): Promise<void> {
  const carrier = proxyActivities<CallbackActivities>(
    carrierActivityOptions('THINGSPACE', 'Register callbacks'),
  );
  let wanted = false;
  setHandler(registrationWanted, () => {
    wanted = true;
  });
  await condition(() => wanted);
  while (wanted) {
    wanted = false;
    try {
      await carrier.registerCallback(input);
    } catch (error) {
      // A wish that came meanwhile is another try; without one the failure is the run's.
      if (!wanted) throw error;
    }
  }
}
