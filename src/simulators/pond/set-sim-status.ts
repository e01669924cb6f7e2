import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import { pondError } from './pond-error.ts';
import type { PondState } from './pond-state.ts';
import { serviceNames, type PondSim } from './sim.ts';
import { switchesText } from './sim-view.ts';

const service = z.enum(['ENABLED', 'DISABLED']);
const bodySchema = z
  .strictObject({
    simDataServiceStatus: service.exactOptional(),
    simVoiceServiceStatus: service.exactOptional(),
    simSmsServiceStatus: service.exactOptional(),
  })
  .refine((body) => Object.keys(body).length > 0);

/** `POST /sim/{iccid}/status`: 204 without a body, one effect when a switch really moved. */
export function setSimStatus(state: PondState, sim: PondSim, body: unknown, request: number): Answer {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return pondError(400, 'Give at least one service status, ENABLED or DISABLED');
  if (sim.statusOfSim === 'Terminated') return pondError(400, 'The SIM is terminated');
  const changed = { ...sim, ...parsed.data };
  if (serviceNames.some((name) => changed[name] !== sim[name])) {
    const inService = serviceNames.some((name) => changed[name] === 'ENABLED');
    state.sims.put({
      ...changed,
      statusOfSim: inService ? 'In-Service' : sim.statusOfSim,
      epochModified: state.nowSeconds(),
    });
    state.frame.recordEffect(sim.iccid, 'status', switchesText(changed), request);
  }
  return { status: 204 };
}
