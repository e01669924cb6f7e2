import type { TelegenceSettings } from '../../platform/telegence-settings.ts';
import type { ActivationOrder } from './telegence-port.ts';

/** One element of an activation request. */
export function activationBody(order: ActivationOrder, settings: TelegenceSettings): unknown {
  const values: readonly (readonly [name: string, value: string | null])[] = [
    ['sim', order.iccid],
    ['IMEI', order.imei],
    ['singleUserCode', order.singleUserCode],
    ['serviceZipCode', order.serviceZipCode],
    ...order.features.map((code, at) => [`offeringCode${String(at + 1)}`, code] as const),
  ];
  return {
    billingAccount: { id: settings.billingAccountNumber },
    relatedParty: order.contact === null ? [] : [order.contact],
    service: {
      category: settings.activation.category,
      name: settings.activation.name,
      status: '',
      subscriberNumber: '',
      serviceSpecification: {},
      serviceQualification: {},
      serviceCharacteristic: values.flatMap(([name, value]) => (value === null ? [] : [{ name, value }])),
    },
  };
}
