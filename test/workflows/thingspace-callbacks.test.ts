import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestedChange } from '../../src/domain/change-request.ts';
import { startApiBeside, type ApiBeside } from '../support/api-beside.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { orderFor, outcomes, setScene, story, type Scene, type SceneOptions } from './scene.ts';

let millpond: Millpond;
let api: ApiBeside;

beforeAll(async () => {
  millpond = await startMillpond();
  api = await startApiBeside(millpond);
  await millpond.startWorker();
});

afterAll(async () => {
  await api.close();
  await millpond.close();
});

const SUSPEND: RequestedChange = { changeType: 'statusupdate', targetStatus: 'suspended' };
/** So seldom that only a callback can have told within the test's time. */
const NEVER_ASKED = {
  confirmation: { firstPollSeconds: 3_600, slowestPollSeconds: 3_600, deadlineSeconds: 36_000 },
};

async function scene(options: SceneOptions = {}): Promise<Scene> {
  const made = await setScene(millpond, {
    thingspaceDevices: 1,
    thingspaceSettings: NEVER_ASKED,
    ...options,
  });
  await api.receiveCallbacks(made.fleet, made.thingspace);
  return made;
}

const run = async (made: Scene, change: RequestedChange, count = 1) =>
  millpond.ended(await millpond.submit(orderFor(made, 'thingspace', change, count)));

async function truth(made: Scene, at = 1): Promise<Record<string, unknown>> {
  return (await made.thingspace.admin('GET', `devices/${iccid(at)}`)).json as Record<string, unknown>;
}

async function asked(made: Scene, operation: string): Promise<number> {
  return (await made.thingspace.requests()).filter((each) => each['operation'] === operation).length;
}

describe('a ThingSpace callback', () => {
  it('confirms the change without a question, and is in the log', async () => {
    const made = await scene();

    const ended = await run(made, SUSPEND);

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(await asked(made, 'requestStatus')).toBe(0);
    expect(story(ended, ended.rows[0]?.id)).toEqual([
      // The first call of all opens the session that all workers share.
      'Update Device Status: ThingSpace Get Access Token',
      'Update Device Status: ThingSpace Log In',
      'Update Device Status: ThingSpace Suspend',
      'Update Device Status: ThingSpace Receive Callback',
      'Update Device Status: ThingSpace Record Outcome',
    ]);
  });

  it('brings the number, the address and the plan of an activation', async () => {
    const made = await scene({ status: 'pending_activation' });

    const ended = await run(made, {
      changeType: 'statusupdate',
      targetStatus: 'active',
      carrierRatePlan: 'm2m10',
      mdnZipCode: '98801',
    });

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    const { msisdn, ipAddress } = await truth(made);
    const device = await millpond.database.prisma.device.findFirstOrThrow({
      where: { serviceProviderId: made.fleet.thingspace },
      include: { carrierRatePlan: true },
    });
    expect(device).toMatchObject({ msisdn, ipAddress, carrierRatePlan: { code: 'm2m10' } });
  });

  it.each(['callbackFirst', 'callbackTwice', 'callbackOutOfOrder'])(
    'is understood when it comes as %s',
    async (manner) => {
      const made = await scene({ thingspaceDevices: 3 });
      await made.thingspace.faults({ when: { operation: 'suspend' }, do: manner });

      const ended = await run(made, SUSPEND, 3);

      expect(outcomes(ended)).toEqual(Array(3).fill(['PROCESSED', null]));
      expect(await made.thingspace.effects()).toHaveLength(3);
      expect(await asked(made, 'suspend')).toBe(3);
    },
  );

  it('of a failure ends the device with the carrier’s reason', async () => {
    const made = await scene();
    const faultcode = 'UnifiedWebService.INPUT_INVALID.DeviceState.Invalid';
    await made.thingspace.faults({ when: { operation: 'suspend' }, do: 'callbackFailed', faultcode });

    const ended = await run(made, SUSPEND);

    expect(outcomes(ended)).toEqual([['ERROR', 'thingspace.wrong_state']]);
    expect(ended.rows[0]?.errorMessage).toContain('DeviceState.Invalid');
    expect(story(ended, ended.rows[0]?.id)).toContain('! Update Device Status: ThingSpace Receive Callback');
  });

  it('of a refusal is no failure when the line has what was asked for already', async () => {
    const made = await scene({ status: 'suspended' });
    await made.thingspace.admin('POST', 'devices', [
      { account: 'acme', iccid: iccid(1), state: 'active', servicePlan: 'm2m4G' },
    ]);

    const ended = await run(made, { changeType: 'statusupdate', targetStatus: 'active' });

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(await made.thingspace.effects()).toEqual([]);
  });

  it('of a request whose answer was lost makes the device be looked at', async () => {
    const made = await scene({ processingMs: [1_500, 1_500] });
    await made.thingspace.faults({ when: { operation: 'plan' }, do: 'applyThenDrop', times: 1 });

    const ended = await run(made, { changeType: 'carrierrateplanchange', carrierRatePlan: 'm2m10' });

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(await asked(made, 'plan')).toBe(1);
    expect(await truth(made)).toMatchObject({ servicePlan: 'm2m10' });
  });
});
