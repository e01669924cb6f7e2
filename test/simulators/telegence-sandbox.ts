import { startTelegenceSimulator } from '../../src/simulators/telegence/start-telegence-simulator.ts';
import type { TelegenceSimulatorOptions } from '../../src/simulators/telegence/start-telegence-simulator.ts';
import { iccid, sandbox, type Reply, type Sandbox } from './running-simulators.ts';

/** The number of the line of SIM `at`. */
export const number = (at: number): string => `555300000${at}`;

const account = (name: string): Record<string, unknown> => ({
  account: name,
  appId: `${name}-id`,
  appSecret: `${name}-secret`,
  billingAccountNumber: `ban-${name}`,
  foundationAccountNumber: 'fan-1',
  singleUserCodes: [
    { code: 'SMALL', description: 'Small plan' },
    { code: 'LARGE', description: 'Large plan' },
  ],
  pdpNames: [{ pdpName: 'static', pool: ['10.9.0.1', '10.9.0.2', '10.9.0.3'] }],
});

/** Acme has the lines of SIMs 1 to 3 and SIMs 4 to 6 in inventory; other has the line of SIM 9. */
export const telegenceSeed = {
  accounts: [account('acme'), account('other')],
  devices: [
    ...[1, 2, 3].map((at) => ({
      account: 'acme',
      subscriberNumber: number(at),
      iccid: iccid(at),
      imei: `35000000000000${at}`,
      singleUserCode: 'SMALL',
    })),
    ...[4, 5].map((at) => ({ account: 'acme', iccid: iccid(at) })),
    { account: 'acme', sim: iccid(6), requiresEsim: true },
    { account: 'other', subscriberNumber: number(9), iccid: iccid(9), singleUserCode: 'SMALL' },
  ],
};

/** Asynchronous work takes a minute of the simulator's clock, which tests move. */
const limits = { '*': { processingMs: [60_000, 60_000] as [number, number] } };

/** Starts Telegence with two tenants; requests are acme's. */
export async function telegenceSandbox(options: TelegenceSimulatorOptions = {}): Promise<Sandbox> {
  const simulator = await startTelegenceSimulator({ seed: telegenceSeed, limits, ...options });
  return sandbox(simulator, '', { 'app-id': 'acme-id', 'app-secret': 'acme-secret' });
}

/** An element of an activation for SIM `at`. */
export const order = (at: number, more: Record<string, string> = {}): unknown => ({
  billingAccount: { id: 'ban-acme' },
  relatedParty: [{ firstName: 'Ada', lastName: 'Park' }],
  service: {
    category: 'mobility',
    name: 'activation',
    status: '',
    subscriberNumber: '',
    serviceCharacteristic: Object.entries({
      sim: iccid(at),
      IMEI: '350000000000014',
      singleUserCode: 'SMALL',
      serviceZipCode: '75001',
      offeringCode1: 'DEMOSOC',
      ...more,
    }).map(([name, value]) => ({ name, value })),
  },
});

export interface Element {
  id: string;
  interactionStatus: string;
  service: { name: string; status: string; subscriberNumber: string; error?: string };
}

/** The elements of an answer to an activation or to polling it. */
export const elements = ({ json }: Reply): Element[] => json as Element[];

/** Moves the simulator's clock. */
export async function pass({ admin }: Sandbox, seconds: number): Promise<void> {
  await admin('POST', 'clock', { advanceSeconds: seconds });
}
