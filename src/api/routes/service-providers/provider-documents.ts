import type { RequestFault } from '../../../domain/change-request.ts';
import type { Integration } from '../../../domain/integration.ts';
import { parseCredentials } from '../../../platform/provider-credentials.ts';
import { parseProviderSettings } from '../../../platform/provider-settings.ts';
import type { SettingFault } from '../../../platform/setting-fault.ts';

/** What is wrong with a provider's settings, as faults of the request; never a value of theirs. */
export function faultsOfSettings(integration: Integration, settings: unknown): RequestFault[] {
  const parsed = parseProviderSettings(integration, settings);
  return parsed.ok ? [] : parsed.faults.map(faultIn('/settings', 'settings.invalid'));
}

/** What is wrong with credentials, as faults of the request; never a value of theirs. */
export function faultsOfCredentials(integration: Integration, credentials: unknown): RequestFault[] {
  const parsed = parseCredentials(integration, credentials);
  return parsed.ok ? [] : parsed.faults.map(faultIn('/credentials', 'credentials.invalid'));
}

function faultIn(parent: string, code: string): (fault: SettingFault) => RequestFault {
  return ({ pointer, detail }) => ({ pointer: `${parent}${pointer}`, code, detail });
}
