import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import type { ThingspaceAccount } from './account.ts';
import { carrierService } from './callback.ts';
import { apiError, requestUndefined } from './thingspace-error.ts';
import { registrationId, type ThingspaceState } from './thingspace-state.ts';

const services: readonly string[] = [
  carrierService,
  'DeviceService',
  'StateService',
  'DeviceSuspensionStatus',
  'ResumeTrackingNotification',
  'ExternalProvisioningChanges',
  'NiddService',
  'DeviceUsage',
  'DevicePRLInformation',
  'EnhancedConnectivityService',
  'AlertService',
  'AlertsService',
  'PromoChanges',
  'SMSDeliveryConfirmation',
  'SubscriptionNotificationService',
  'DeviceProfileService',
  'DiagnosticsService',
];

const bodySchema = z.object({
  name: z.string().refine((name) => services.includes(name), 'is not the name of a service'),
  url: z.url({ protocol: /^https?$/ }),
  username: z.string().nullish(),
  password: z.string().nullish(),
});

/** `POST /callbacks/{accountName}`: replaces the registration of the service, if there is one. */
export function registerCallback(state: ThingspaceState, account: ThingspaceAccount, body: unknown): Answer {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return requestUndefined(z.prettifyError(parsed.error));
  const { name: serviceName, url, username, password } = parsed.data;
  const { accountName } = account;
  state.registrations.put({
    accountName,
    serviceName,
    url,
    username: username ?? '',
    password: password ?? '',
  });
  return { status: 200, json: { accountName, serviceName } };
}

/** `GET /callbacks/{accountName}`. */
export function listCallbacks(state: ThingspaceState, { accountName }: ThingspaceAccount): Answer {
  return { status: 200, json: state.registrations.find(accountName) };
}

/** `DELETE /callbacks/{accountName}/name/{serviceName}`. */
export function deleteCallback(
  state: ThingspaceState,
  { accountName }: ThingspaceAccount,
  serviceName: string,
): Answer {
  const id = registrationId(accountName, serviceName);
  if (state.registrations.get(id) === undefined) {
    return apiError('REQUEST_FAILED.CallbackNotFound', 'The service has no registration.');
  }
  state.registrations.remove(id);
  return { status: 200, json: { accountName, serviceName } };
}
