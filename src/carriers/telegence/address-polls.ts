import { z } from 'zod';
import type { OutsideCall } from '../../platform/exchange.ts';
import { CarrierError } from '../carrier-error.ts';
import type { OutsideAnswer } from '../outside-answer.ts';
import type { OutsideSystem } from '../outside-system.ts';
import { addressProgressAnswer, type AddressProgress } from './answer.ts';
import { addressStateOf } from './address-state.ts';
import { classifyTelegenceAnswer } from './error.ts';
import { createSharedRead } from './shared-read.ts';
import type { TelegenceOptions } from './telegence-options.ts';
import type { AddressState } from './telegence-port.ts';
import { urlAt } from './telegence-system.ts';

export interface Provisioning {
  readonly batchId: string;
  readonly ipAddress: string;
  readonly state: AddressState;
}

/** Asks how far addresses have come: of a batch, shared by concurrent questions, or of one line. */
export interface AddressPolls {
  inBatch(batchId: string, subscriberNumber: string, call: OutsideCall): Promise<AddressState>;
  /** The newest provisioning of the line; null when there was none. */
  newestOf(subscriberNumber: string, call: OutsideCall): Promise<Provisioning | null>;
}

export function createAddressPolls(options: TelegenceOptions, system: OutsideSystem): AddressPolls {
  const pollBy = (header: string) =>
    createSharedRead({ system, gatherMs: options.settings.gatherMs }, (key) => ({
      operation: 'Address Status',
      method: 'GET',
      url: urlAt(options, options.settings.paths.addressStatus),
      headers: { [header]: key },
      write: false,
      answer: addressProgressAnswer,
      classify: (answer: OutsideAnswer) => classifyTelegenceAnswer('batch', answer),
      ownAnswer: rawProgressOf,
      resultOf: (subscriberNumber: string, answer: readonly (AddressProgress | null)[]) =>
        answer.find((one) => one?.subscriberNumber === subscriberNumber) ?? null,
    }));
  const byBatch = pollBy('batch-id');
  const byNumber = pollBy('subscriber-number');
  return {
    async inBatch(batchId, subscriberNumber, call) {
      const own = await byBatch(batchId, subscriberNumber, call);
      if (own !== null) return addressStateOf(own);
      throw new CarrierError({
        code: 'carrier.answer_unreadable',
        message: `The batch of addresses has no entry for line ${subscriberNumber}.`,
        mayHaveApplied: false,
      });
    },

    async newestOf(subscriberNumber, call) {
      try {
        const own = await byNumber(subscriberNumber, subscriberNumber, call);
        if (own === null) return null;
        const ipAddress = own.ipAddressRecord?.ipAddress ?? '';
        return { batchId: own.batchId, ipAddress, state: addressStateOf(own) };
      } catch (error) {
        if (error instanceof CarrierError && error.httpStatus === 404 && error.code === 'carrier.rejected') {
          return null;
        }
        throw error;
      }
    },
  };
}

const named = z.array(z.looseObject({ subscriberNumber: z.string() }).nullable().catch(null));

function rawProgressOf(subscriberNumber: string, body: unknown): unknown {
  const { data } = named.safeParse(body);
  if (data === undefined) return undefined;
  return (
    data.find((one) => one?.subscriberNumber === subscriberNumber) ??
    `none of ${String(data.length)} entries is of this line`
  );
}
