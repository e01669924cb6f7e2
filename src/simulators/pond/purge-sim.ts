import type { Answer } from '../frame/answer.ts';
import type { PondState } from './pond-state.ts';
import { movePackage } from './set-package-status.ts';
import type { PondSim } from './sim.ts';

/** `DELETE /sim/{iccid}/purge`: ends the SIM and its packages at once and for ever. */
export function purgeSim(state: PondState, sim: PondSim, request: number): Answer {
  if (sim.statusOfSim === 'Terminated') return { status: 204 };
  for (const held of state.packages.find(sim.iccid)) {
    if (held.status !== 'TERMINATED') movePackage(state, held, 'TERMINATED', request);
  }
  state.sims.put({
    ...sim,
    simDataServiceStatus: 'DISABLED',
    simVoiceServiceStatus: 'DISABLED',
    simSmsServiceStatus: 'DISABLED',
    statusOfSim: 'Terminated',
    epochModified: state.nowSeconds(),
    epochRemoved: state.nowSeconds(),
  });
  state.frame.recordEffect(sim.iccid, 'status', 'TERMINATED', request);
  return { status: 204 };
}
