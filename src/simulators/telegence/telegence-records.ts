import { z } from 'zod';
import type { CarrierRecords } from '../frame/carrier.ts';
import { placeInAccount } from '../frame/place-in-account.ts';
import { settleAddresses } from './free-addresses.ts';
import { telegenceLineSchema, type TelegenceLine } from './line.ts';
import { telegenceSimSchema, type TelegenceSim } from './sim.ts';
import { dayOf } from './telegence-date.ts';
import type { TelegenceState } from './telegence-state.ts';
import type { ScheduledUpdate, TelegenceWork } from './telegence-work.ts';

const seedSchema = z.looseObject({
  iccid: z.string().optional(),
  sim: z.string().optional(),
  subscriberNumber: z.string().nullish(),
});

/** The carrier-side truth by ICCID, number or IMEI: a SIM with its line, if it has one. */
export function createTelegenceRecords(state: TelegenceState, later: TelegenceWork): CarrierRecords {
  const simOf = (identifier: string): TelegenceSim | undefined =>
    state.sims.get(state.lines.get(identifier)?.iccid ?? identifier) ?? state.sims.find(identifier)[0];
  return {
    get: (identifier) => {
      const sim = simOf(identifier);
      return sim === undefined ? undefined : shown(state, sim, state.lines.get(identifier), scheduled(later));
    },
    all: function* () {
      const updates = scheduled(later);
      for (const sim of state.sims.values()) yield shown(state, sim, undefined, updates);
    },
    add: (record) => addRecord(state, record),
  };
}

/** A SIM can have cancelled lines besides its own: the one asked for is shown, else its newest. */
function shown(
  state: TelegenceState,
  sim: TelegenceSim,
  asked: TelegenceLine | undefined,
  updates: readonly ScheduledUpdate[],
): unknown {
  const lines = state.lines.find(sim.iccid);
  const line = asked ?? lines.find(({ status }) => status !== 'C') ?? lines.at(-1);
  const activation = state.activations.find(sim.iccid).at(-1);
  return {
    identifier: sim.iccid,
    ...sim,
    subscriberNumber: null,
    status: null,
    ...line,
    activation:
      activation === undefined
        ? null
        : {
            id: activation.id,
            batchId: activation.batchId,
            state: activation.state,
            rejection: activation.rejection,
          },
    scheduled: updates.filter(({ subscriberNumber }) => subscriberNumber === line?.subscriberNumber),
  };
}

function scheduled(later: TelegenceWork): ScheduledUpdate[] {
  return [...later.waiting()].filter((work) => work.kind === 'update');
}

/** A SIM that is added again loses the line it had; a record without a number is a SIM in inventory. */
function addRecord(state: TelegenceState, record: unknown): void {
  const given = seedSchema.parse(record);
  const placed = placeInAccount(record, state.accounts);
  const account = state.accounts.find(({ account: name }) => name === placed.account);
  const today = dayOf(state.frame.clock.now());
  const named = { ...placed, iccid: given.iccid ?? given.sim };
  const sim = telegenceSimSchema.parse(named);
  const line =
    typeof given.subscriberNumber === 'string'
      ? telegenceLineSchema.parse({
          billingAccountNumber: account?.billingAccountNumber,
          statusEffectiveDate: today,
          subscriberActivationDate: today,
          ...named,
        })
      : null;
  for (const old of state.lines.find(sim.iccid)) removeLine(state, old);
  state.sims.put(sim);
  if (line === null) return;
  const former = state.lines.get(line.subscriberNumber);
  if (former !== undefined) removeLine(state, former);
  state.lines.put(line);
  settleAddresses(state, line.account, line.subscriberNumber, null, line.ipAddress);
}

function removeLine(state: TelegenceState, { account, subscriberNumber, ipAddress }: TelegenceLine): void {
  settleAddresses(state, account, subscriberNumber, ipAddress, null);
  state.lines.remove(subscriberNumber);
}
