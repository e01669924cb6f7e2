import { z } from 'zod';

/**
 * Where the operations live. The paths of activation and of addresses are not public: these are a
 * proposal, and every one can be replaced. Identifiers follow `line`, `activationStatus` and
 * `billingAccounts` as one more segment.
 */
const defaults = {
  line: '/sp/mobility/lineconfig/api/v1/service',
  devices: '/sp/mobility/api/v1/account',
  billingAccounts: '/sp/mobility/api/v1/billingaccounts',
  activation: '/sp/mobility/api/v1/service/activation',
  activationStatus: '/sp/mobility/api/v1/service/activation',
  addressRequest: '/sp/mobility/api/v1/ipaddress',
  addressSubmission: '/sp/mobility/api/v1/ipprovisioning',
  addressStatus: '/sp/mobility/api/v1/ipprovisioning',
} as const;

export type PathName = keyof typeof defaults;
export type Paths = Readonly<Record<PathName, string>>;

const path = z.string().regex(/^\/.*[^/]$/, 'A path starts with a slash and does not end with one.');

export const somePathsSchema = z
  .strictObject({
    line: path,
    devices: path,
    billingAccounts: path,
    activation: path,
    activationStatus: path,
    addressRequest: path,
    addressSubmission: path,
    addressStatus: path,
  } satisfies Record<PathName, z.ZodType<string>>)
  .partial();

export type SomePaths = z.infer<typeof somePathsSchema>;

/** The paths in force; the later replacements win. */
export function pathsWith(...replacements: readonly (SomePaths | undefined)[]): Paths {
  const paths: Record<PathName, string> = { ...defaults };
  for (const some of replacements) Object.assign(paths, some);
  return paths;
}
