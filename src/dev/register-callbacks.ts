import { z } from 'zod';
import { createApiClient } from './demo/api-client.ts';
import { recordIds } from './demonstration/record-ids.ts';
import { MILLPOND_DEMO, OTHER_RESELLER } from './demonstration/tenants.ts';
import type { DemonstrationTokens } from './stack-file.ts';

const registrationShape = z.object({
  registered: z.boolean(),
  url: z.string().nullable(),
  errorMessage: z.string().nullable(),
});

/** Longer than the API itself waits for the carrier. */
const timeoutMs = 20_000;

export interface CallbackTargets {
  readonly apiUrl: string;
  /** The address that callbacks come to; a carrier is told anew when it has another one. */
  readonly publicUrl: string;
  readonly tokens: DemonstrationTokens;
  readonly signal?: AbortSignal;
  readonly say: (line: string) => void;
}

/**
 * Has the product tell the simulated ThingSpace where to send callbacks, for both tenants. A failure is told and no more:
 * without callbacks the product asks the carrier by itself.
 */
export async function registerCallbacks(targets: CallbackTargets): Promise<void> {
  const { tokens, say } = targets;
  await Promise.all(
    [
      { tenant: MILLPOND_DEMO, token: tokens.admin },
      { tenant: OTHER_RESELLER, token: tokens.otherTenantAdmin },
    ].map(async ({ tenant, token }) => {
      try {
        await registerIfNeeded(recordIds(tenant).provider('THINGSPACE'), token, targets);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        say(`the callbacks of ThingSpace are not registered for ${tenant.name}: ${reason}`);
      }
    }),
  );
}

async function registerIfNeeded(
  serviceProviderId: string,
  token: string,
  { apiUrl, publicUrl, signal, say }: CallbackTargets,
): Promise<void> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const api = createApiClient(
    apiUrl,
    token,
    signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
  );
  const path = `/v1/service-providers/${serviceProviderId}/callbacks`;
  const present = await api.get(path, registrationShape);
  if (present.registered && present.url?.startsWith(`${publicUrl}/`) === true) return;
  const { registered, errorMessage } = await api.post(`${path}/register`, {}, registrationShape);
  if (!registered)
    say(`ThingSpace has not taken the registration of callbacks yet: ${errorMessage ?? 'no answer so far'}`);
}
