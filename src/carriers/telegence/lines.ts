import type { OutsideCall } from '../../platform/exchange.ts';
import type { CarrierResult } from '../carrier-port.ts';
import type { OutsideAnswer } from '../outside-answer.ts';
import { sendOutside } from '../outside-request.ts';
import type { OutsideSystem } from '../outside-system.ts';
import { lineAnswer, updateAnswer } from './answer.ts';
import { classifyTelegenceAnswer } from './error.ts';
import { featureUpdate, planUpdate, statusUpdate, type LineUpdate } from './line-update.ts';
import { toTelegenceLine } from './mapper.ts';
import { withoutPersonalData } from './personal-characteristics.ts';
import type { TelegenceOptions } from './telegence-options.ts';
import type { LinePort, TelegenceLine } from './telegence-port.ts';
import { urlAt } from './telegence-system.ts';

interface Target {
  readonly identifier: string;
  readonly effectiveDate?: string | null;
}

/** Reads and updates lines, one a call. An update names target values, so that repeating it does no harm. */
export function createLines(options: TelegenceOptions, system: OutsideSystem): LinePort {
  const at = (subscriberNumber: string) => ({
    url: urlAt(options, options.settings.paths.line, subscriberNumber),
    classify: (answer: OutsideAnswer) => classifyTelegenceAnswer('line', answer),
  });

  async function readDevice(subscriberNumber: string, call: OutsideCall): Promise<TelegenceLine> {
    const request = { operation: 'Get Line', method: 'GET', write: false, ...at(subscriberNumber) } as const;
    const answer = await sendOutside(system, { ...request, answer: lineAnswer }, withoutPersonalData(call));
    return toTelegenceLine(answer);
  }

  async function update(
    operation: string,
    { identifier, effectiveDate }: Target,
    updateOf: (line: TelegenceLine | null) => LineUpdate,
    call: OutsideCall,
  ): Promise<CarrierResult> {
    const serviceCharacteristic = updateOf(call.readFirst ? await readDevice(identifier, call) : null);
    if (serviceCharacteristic.length === 0) return { alreadyInPlace: true };
    const atOnce = effectiveDate === undefined || effectiveDate === null;
    const body = { ...(atOnce ? {} : { effectiveDate: `${effectiveDate}Z` }), serviceCharacteristic };
    const request = { operation, method: 'PATCH', write: true, ...at(identifier), body } as const;
    await sendOutside(system, { ...request, answer: updateAnswer }, withoutPersonalData(call));
    return { alreadyInPlace: false };
  }

  return {
    readDevice,

    async changeStatus(change, call) {
      const updateOf = (line: TelegenceLine | null) =>
        statusUpdate(change, options.settings.statusName, line);
      // What no update leads to is refused before the carrier is asked.
      updateOf(null);
      return update('Update Status', change, updateOf, call);
    },

    changeRatePlan: (change, call) =>
      update('Change Rate Plan', change, (line) => planUpdate(change.plan.code, line), call),

    changeFeatures: (change, call) =>
      update('Change Features', change, (line) => featureUpdate(change, line), call),
  };
}
