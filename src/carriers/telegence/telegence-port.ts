import type { StaticIpProfile } from '../../domain/change-order.ts';
import type { OutsideCall } from '../../platform/exchange.ts';
import type {
  CarrierDevice,
  CarrierResult,
  DeviceListPort,
  RatePlanChange,
  StatusChange,
} from '../carrier-port.ts';

/** A line, named by its ten-digit number. */
export interface TelegenceLine extends CarrierDevice {
  readonly iccid: string | null;
  /** Offering codes. */
  readonly features: readonly string[];
}

/** The day an update takes effect, `yyyy-MM-dd`: within the bill cycle, less than 30 days ahead. Absent: at once. */
interface Dated {
  readonly effectiveDate?: string | null;
}

export type LineStatusUpdate = StatusChange & Dated;
export type LinePlanUpdate = RatePlanChange & Dated;

export interface FeatureUpdate extends Dated {
  readonly identifier: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** What the activation of one SIM needs. The names are personal: they reach the carrier, but no log. */
export interface ActivationOrder {
  readonly iccid: string;
  readonly imei: string | null;
  /** The rate plan's code. */
  readonly singleUserCode: string;
  readonly serviceZipCode: string | null;
  readonly features: readonly string[];
  readonly contact: { readonly firstName: string; readonly lastName: string } | null;
}

/** What an order came to at once. Accepted is not done. */
export type ActivationSubmission =
  | {
      readonly kind: 'accepted';
      /** The id of the batch's first element: the only one that can be asked about. */
      readonly batchId: string;
      readonly elementId: string;
      /** True when an earlier request may have reached the carrier too: a SIM in use can then be our own doing. */
      readonly repeated: boolean;
    }
  /** Reading first found the line. */
  | { readonly kind: 'in_place'; readonly subscriberNumber: string };

export interface ActivationTicket {
  readonly batchId: string;
  readonly iccid: string;
  readonly repeated: boolean;
}

export type ActivationState =
  | { readonly kind: 'pending' }
  | { readonly kind: 'active'; readonly subscriberNumber: string }
  | { readonly kind: 'rejected'; readonly reason: string; readonly needsEsim: boolean };

export interface AddressOrder {
  readonly subscriberNumber: string;
  readonly ipAddress: string;
  readonly profile: StaticIpProfile;
  /** `yyyy-MM-dd`. */
  readonly effectiveDate: string;
}

interface AddressUnderWay {
  /** The id to ask about. */
  readonly batchId: string;
  /** Empty when the carrier does not name it yet. */
  readonly ipAddress: string;
}

export type AddressState =
  | { readonly kind: 'pending' }
  | { readonly kind: 'done'; readonly ipAddress: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** Lines, one a call; every answer is final. All throw CarrierError. */
export interface LinePort {
  readDevice(subscriberNumber: string, call: OutsideCall): Promise<TelegenceLine>;
  changeStatus(change: LineStatusUpdate, call: OutsideCall): Promise<CarrierResult>;
  changeRatePlan(change: LinePlanUpdate, call: OutsideCall): Promise<CarrierResult>;
  changeFeatures(change: FeatureUpdate, call: OutsideCall): Promise<CarrierResult>;
}

/** Activations; concurrent ones travel in one request. All throw CarrierError. */
export interface ActivationPort {
  submitActivation(order: ActivationOrder, call: OutsideCall): Promise<ActivationSubmission>;
  /** Concurrent questions about one batch share one request. */
  activationStatus(ticket: ActivationTicket, call: OutsideCall): Promise<ActivationState>;
}

/** Static addresses of active lines; concurrent requests travel in tens. All throw CarrierError. */
export interface StaticAddressPort {
  /**
   * Sets an address of the profile aside for a while. Keep it over the attempts of `submitAddress`: a repeated request
   * gets another. Throws CarrierError `telegence.no_address_available` when fewer come than were asked for.
   */
  requestAddress(pdpName: string, call: OutsideCall): Promise<string>;
  /** What the line was submitted for and is about to get; null when there is nothing that has not ended. */
  addressUnderWay(subscriberNumber: string, call: OutsideCall): Promise<AddressUnderWay | null>;
  /** Answers with the id to ask about: of an earlier submission where reading first finds one under way. */
  submitAddress(order: AddressOrder, call: OutsideCall): Promise<{ readonly batchId: string }>;
  addressStatus(batchId: string, subscriberNumber: string, call: OutsideCall): Promise<AddressState>;
}

export type TelegenceCarrier = LinePort & ActivationPort & StaticAddressPort & DeviceListPort;
