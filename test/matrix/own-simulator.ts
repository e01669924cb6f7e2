import { startTelegenceSimulator } from '../../src/simulators/telegence/start-telegence-simulator.ts';
import { startThingspaceSimulator } from '../../src/simulators/thingspace/start-thingspace-simulator.ts';
import { sandbox, type Sandbox } from '../simulators/running-simulators.ts';
import { telegenceSeed } from '../simulators/telegence-sandbox.ts';
import { thingspaceSeed } from '../simulators/thingspace-sandbox.ts';
import type { Scene } from '../workflows/scene.ts';
import type { Scenario } from './scenario.ts';

const SETTINGS = { limits: { '*': { processingMs: [50, 50] as [number, number] } }, logCapacity: 1_000 };

/** A simulator for one device of a scene alone, whose faults concern nobody else. */
export async function ownSimulator(scene: Scene, at: Scenario['at'], device: string): Promise<Sandbox> {
  const own = await started(at);
  const { json } = await scene[at].admin('GET', `devices/${device}`);
  const { account, iccid, imei, state, servicePlan } = json as Record<string, unknown>;
  const record = at === 'thingspace' ? { account, iccid, imei, state, servicePlan } : { account, iccid };
  const { status, text } = await own.admin('POST', 'devices', [record]);
  if (status >= 300) throw new Error(text);
  return own;
}

async function started(at: Scenario['at']): Promise<Sandbox> {
  switch (at) {
    case 'thingspace': {
      const seed = { ...thingspaceSeed, devices: [] };
      return sandbox(await startThingspaceSimulator({ ...SETTINGS, seed }), '', {});
    }
    case 'telegence': {
      const seed = { ...telegenceSeed, devices: [] };
      return sandbox(await startTelegenceSimulator({ ...SETTINGS, seed }), '', {});
    }
    case 'jasper':
    case 'pond':
    case 'revio':
      throw new Error(`Every call of ${at} names its device.`);
  }
}
