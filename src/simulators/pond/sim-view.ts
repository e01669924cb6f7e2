import { serviceNames, type PondSim } from './sim.ts';

/** A SIM as `GET /sim/{iccid}` shows it. */
export function simInfo(sim: PondSim): Record<string, unknown> {
  return {
    iccid: sim.iccid,
    parentGroupId: sim.parentGroupId,
    inventoryId: sim.inventoryId,
    epochCreated: sim.epochCreated,
    epochModified: sim.epochModified,
    epochRemoved: sim.epochRemoved,
    imsis: sim.imsis,
    mappedImsi: sim.mappedImsi,
    whitelistId: sim.whitelistId,
  };
}

/** A SIM's switches as `GET /sim/{iccid}/status` shows them, with the deprecated summary. */
export function simStatus(sim: PondSim): Record<string, string> {
  return {
    status: sim.simDataServiceStatus === 'ENABLED' ? 'ACTIVE' : 'SUSPENDED',
    simDataServiceStatus: sim.simDataServiceStatus,
    simVoiceServiceStatus: sim.simVoiceServiceStatus,
    simSmsServiceStatus: sim.simSmsServiceStatus,
    statusOfSim: sim.statusOfSim,
  };
}

/** The value of a status effect: one word when the three switches agree, each by name otherwise. */
export function switchesText(sim: PondSim): string {
  const [data, voice, sms] = serviceNames.map((name) => sim[name]);
  return data === voice && voice === sms ? String(data) : `data=${data},voice=${voice},sms=${sms}`;
}
