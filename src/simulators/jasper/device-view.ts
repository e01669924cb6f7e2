import { customFieldNames, type JasperDevice } from './device.ts';
import { toJasperDate } from './jasper-date.ts';

/** A device as `GET /devices/{iccid}` shows it: strings or null only. */
export function deviceDetails(device: JasperDevice): Record<string, string | null> {
  return {
    iccid: device.iccid,
    imsi: device.imsi,
    msisdn: device.msisdn,
    imei: device.imei,
    status: device.status,
    ratePlan: device.ratePlan,
    communicationPlan: device.communicationPlan,
    customer: device.customer,
    endConsumerId: device.endConsumerId,
    dateActivated: toJasperDate(device.dateActivated),
    dateUpdated: toJasperDate(device.dateUpdated),
    dateShipped: toJasperDate(device.dateShipped),
    accountId: device.accountId,
    fixedIPAddress: device.fixedIPAddress,
    fixedIpv6Address: device.fixedIpv6Address,
    ...Object.fromEntries(customFieldNames.map((name) => [name, device.custom[name] ?? ''])),
    simNotes: device.simNotes,
    deviceID: device.deviceID,
    modemID: device.modemID,
    globalSimType: device.globalSimType,
  };
}

/** A device as a search lists it. */
export function deviceSummary(device: JasperDevice): Record<string, string | null> {
  const { iccid, status, ratePlan, communicationPlan } = device;
  return { iccid, status, ratePlan, communicationPlan };
}

/** Usage of the current cycle, as `GET /devices/{iccid}/ctdUsages` shows it. */
export function deviceUsage(device: JasperDevice): Record<string, unknown> {
  return {
    iccid: device.iccid,
    imsi: device.imsi,
    msisdn: device.msisdn,
    imei: device.imei,
    status: device.status,
    ratePlan: device.ratePlan,
    communicationPlan: device.communicationPlan,
    ctdDataUsage: device.ctdDataUsage,
    ctdSMSUsage: device.ctdSMSUsage,
    ctdVoiceUsage: device.ctdVoiceUsage,
    ctdSessionCount: device.ctdSessionCount,
    overageLimitReached: device.overageLimitReached,
    overageLimitOverride: device.overageLimitOverride,
  };
}
