import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iccid } from '../simulators/running-simulators.ts';
import { startMillpond, type EndedChange, type Millpond } from '../support/millpond.ts';
import { expectSettled, orderFor, setScene, story } from './scene.ts';

/** A fault of one device, told to the simulator, and what must become of the device. */
interface Fault {
  readonly fault: string;
  /** Rules for the write and for the read that follows it; the device and `times: 1` are filled in. */
  readonly write?: object;
  readonly read?: object;
  readonly outcome: 'PROCESSED' | 'ERROR';
  readonly code?: string;
  /** What the log says of the first failed step. */
  readonly said: RegExp;
  /** How often the write arrives at the carrier. */
  readonly writes: number;
  readonly effects: 0 | 1;
}

const TEMPORARY = { outcome: 'PROCESSED', effects: 1, writes: 2 } as const;
const APPLIED = { outcome: 'PROCESSED', effects: 1, writes: 1 } as const;
const FINAL = { outcome: 'ERROR', effects: 0, writes: 1 } as const;

const FAULTS: readonly Fault[] = [
  {
    fault: 'a 429 with a wait',
    write: { do: 'http', status: 429, retryAfterSeconds: 1 },
    said: /HTTP 429/,
    ...TEMPORARY,
  },
  { fault: 'a 429 without one', write: { do: 'http', status: 429 }, said: /HTTP 429/, ...TEMPORARY },
  { fault: 'a 500', write: { do: 'http', status: 500 }, said: /HTTP 500/, ...TEMPORARY },
  {
    fault: 'a gateway’s HTML 502',
    write: { do: 'http', status: 502, html: true },
    said: /HTTP 502/,
    ...TEMPORARY,
  },
  {
    fault: 'a 503 with a wait',
    write: { do: 'http', status: 503, retryAfterSeconds: 1 },
    said: /HTTP 503/,
    ...TEMPORARY,
  },
  { fault: 'a 408', write: { do: 'http', status: 408 }, said: /HTTP 408/, ...TEMPORARY },
  { fault: 'a reset connection', write: { do: 'reset' }, said: /did not answer/, ...TEMPORARY },
  { fault: 'silence', write: { do: 'drop' }, said: /did not answer/, ...TEMPORARY },
  { fault: 'a lost answer', write: { do: 'applyThenDrop' }, said: /did not answer/, ...APPLIED },
  {
    fault: 'an error after the effect',
    write: { do: 'applyThenHttp', status: 500 },
    said: /HTTP 500/,
    ...APPLIED,
  },
  {
    fault: 'an answer that is too late',
    write: { do: 'slow', ms: 20_000 },
    said: /did not answer/,
    ...APPLIED,
  },
  {
    fault: 'a lost answer, then a read that fails',
    write: { do: 'applyThenDrop' },
    read: { do: 'http', status: 503 },
    said: /did not answer/,
    ...APPLIED,
  },
  {
    fault: 'a reset, then a read that is answered with HTML',
    write: { do: 'reset' },
    read: { do: 'http', status: 502, html: true },
    said: /did not answer/,
    ...TEMPORARY,
  },
  {
    fault: 'a refusal',
    write: { do: 'http', status: 400 },
    code: 'carrier.rejected',
    said: /HTTP 400/,
    ...FINAL,
  },
  {
    fault: 'a rejected line',
    write: { do: 'rejectItem' },
    code: 'carrier.rejected',
    said: /HTTP 4/,
    ...FINAL,
  },
  {
    fault: 'a refused log-in',
    write: { do: 'unauthorized' },
    code: 'carrier.login_refused',
    said: /HTTP 401/,
    ...FINAL,
  },
  {
    fault: 'a forbidden operation',
    write: { do: 'http', status: 403 },
    code: 'carrier.forbidden',
    said: /HTTP 403/,
    ...FINAL,
  },
  {
    fault: 'a SIM that is not there',
    write: { do: 'http', status: 404 },
    code: 'carrier.device_not_found',
    said: /HTTP 404/,
    ...FINAL,
  },
];

const AT = {
  jasper: { write: 'editDevice', read: 'getDevice', title: 'Jasper', effect: 'DEACTIVATED' },
  pond: { write: 'setStatus', read: 'getStatus', title: 'POND', effect: 'DISABLED' },
} as const;

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
});

afterAll(() => millpond.close());

/** One device for each fault and one without, all in one change: nobody's fault may become another's. */
describe.each(['jasper', 'pond'] as const)('a status change over %s meets', (carrier) => {
  let ended: EndedChange;
  let effects: string[];
  let requests: Record<string, unknown>[];
  let statuses: Map<string, string>;
  const healthy = FAULTS.length + 1;

  beforeAll(async () => {
    const settings = { requestTimeoutMs: 2_000 };
    const scene = await setScene(millpond, {
      ...{ [`${carrier}Devices`]: healthy },
      jasperSettings: { ...settings, requestsPerSecond: 500, maxConcurrentRequests: 50 },
      pondSettings: { ...settings, maxConcurrentRequests: 50 },
    });
    const rule = (operation: string, device: string, fault: object | undefined) =>
      fault === undefined ? [] : [{ when: { operation, device }, ...fault, times: 1 }];
    await scene[carrier].faults(
      ...FAULTS.flatMap(({ write, read }, index) => [
        ...rule(AT[carrier].write, iccid(index + 1), write),
        ...rule(AT[carrier].read, iccid(index + 1), read),
      ]),
    );
    const change = { changeType: 'statusupdate', targetStatus: 'suspended' } as const;
    ended = await millpond.ended(await millpond.submit(orderFor(scene, carrier, change, healthy)));
    effects = await scene[carrier].effects();
    requests = await scene[carrier].requests();
    const devices = await millpond.database.prisma.device.findMany({
      where: { serviceProviderId: scene.fleet[carrier] },
    });
    statuses = new Map(devices.map((device) => [device.iccid, device.status]));
  }, 60_000);

  const cases = FAULTS.map((fault, index) => ({
    ...fault,
    index,
    faults: fault.read === undefined ? 1 : 2,
  }));

  it.each(cases)('$fault', ({ index, outcome, code, said, writes, faults, effects: expected }) => {
    const row = ended.rows[index];
    const device = iccid(index + 1);
    const written = requests.filter((each) => each['operation'] === AT[carrier].write && isOf(each, device));

    expect([row?.status, row?.errorCode]).toEqual([outcome, code ?? null]);
    expect(written).toHaveLength(writes);
    expect(effects.filter((effect) => effect.includes(device))).toEqual(
      expected === 1 ? [`status ${device} ${AT[carrier].effect}`] : [],
    );
    expect(statuses.get(device)).toBe(expected === 1 ? 'suspended' : 'active');
    const firstFailed = ended.log.find((entry) => entry.deviceChangeId === row?.id && entry.hasErrors);
    expect(firstFailed?.errorText).toMatch(said);
    expect(story(ended, row?.id).at(-1)).toBe(
      `${outcome === 'ERROR' ? '! ' : ''}Update Device Status: ${AT[carrier].title} Record Outcome`,
    );
    // Every fault costs one try; the one that succeeds or is final comes on top.
    expect(row?.attempts).toBe(outcome === 'ERROR' ? 1 : faults + 1);
  });

  it('the device without a fault is not concerned, and the counts are those of the rows', () => {
    const row = ended.rows[healthy - 1];

    expect([row?.status, row?.errorCode]).toEqual(['PROCESSED', null]);
    expect(story(ended, row?.id)).toHaveLength(2);
    expectSettled(ended);
    expect(ended.change.status).toBe('ERROR');
  });
});

function isOf(request: Record<string, unknown>, device: string): boolean {
  return JSON.stringify(request).includes(device);
}
