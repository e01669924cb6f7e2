import type { ProviderCarrier } from '../carriers/carrier-registry.ts';
import type { Integration } from '../domain/integration.ts';
import type { StepContext } from './outside-step.ts';
import type { ProviderDirectory } from './provider-directory.ts';

type ProviderOf<Kind extends Integration> = Extract<ProviderCarrier, { readonly integration: Kind }>;

/** The device's carrier, for a step that only this kind of carrier has. Throws what `carrierFor` throws. */
export async function providerOf<Kind extends Integration>(
  integration: Kind,
  providers: ProviderDirectory,
  { claim }: StepContext,
  use: 'read' | 'write',
): Promise<ProviderOf<Kind>> {
  const provider = await providers.carrierFor(claim, use);
  if (provider.integration !== integration) throw new Error(`${provider.integration} has no such step.`);
  return provider as ProviderOf<Kind>;
}
