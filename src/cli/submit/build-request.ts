import { CHANGE_BLOCKS, CHANGE_TYPES, parseChangeType, type ChangeType } from '../../domain/change-type.ts';
import { usageFailure } from '../command-failure.ts';
import type { Api } from '../http/api.ts';
import {
  BLOCK_OPTIONS,
  fieldOf,
  givenBlockOptions,
  typeOfOptions,
  type BlockOption,
} from './block-options.ts';
import { blockValue } from './block-value.ts';
import { findProvider } from './find-provider.ts';
import { mergeRequests, type RequestDocument } from './merge-requests.ts';
import type { SubmitOptions } from './submit-options.ts';

/**
 * Puts what the options say over what `base` says, field by field; names become ids.
 * @throws CommandFailure usage when an option does not belong to the change, notFound when a name does not exist
 */
export async function buildRequest(
  api: Api,
  base: RequestDocument,
  options: SubmitOptions,
): Promise<RequestDocument> {
  const given = givenBlockOptions(options);
  const type = changeTypeOf(
    base,
    options,
    given.map(([name]) => name),
  );
  const provider = options.provider === undefined ? undefined : await findProvider(api, options.provider);
  const rest = mergeRequests(base, {
    ...(provider === undefined ? {} : { serviceProviderId: provider.id }),
    ...(type === undefined ? {} : { changeType: type }),
    ...plainFields(options),
    ...(options.maxInFlight === undefined ? {} : { rollout: { maxInFlight: options.maxInFlight } }),
  });
  if (given.length === 0) return rest;
  if (type === undefined) {
    throw usageFailure(
      'The type of the change is not clear.',
      `Say --type, one of ${CHANGE_TYPES.join(', ')}.`,
    );
  }
  return mergeRequests(rest, { [CHANGE_BLOCKS[type]]: await blockFields(api, type, given) });
}

function changeTypeOf(
  base: RequestDocument,
  { type }: SubmitOptions,
  names: readonly BlockOption[],
): ChangeType | undefined {
  const said = type ?? (typeof base['changeType'] === 'string' ? base['changeType'] : undefined);
  return said === undefined ? typeOfOptions(names) : parseChangeType(said);
}

function plainFields(options: SubmitOptions): RequestDocument {
  const { hold, requiresApproval, onConflict, timeZone } = options;
  return {
    ...(hold === undefined ? {} : { processChanges: !hold }),
    ...(requiresApproval === undefined ? {} : { requiresApproval }),
    ...(onConflict === undefined ? {} : { onConflict }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

async function blockFields(
  api: Api,
  type: ChangeType,
  given: readonly (readonly [BlockOption, string])[],
): Promise<RequestDocument> {
  const fields: Record<string, unknown> = {};
  for (const [name, text] of given) {
    const field = fieldOf(name, type);
    if (field === undefined) {
      throw usageFailure(
        `${BLOCK_OPTIONS[name].flag} does not belong to a ${type}.`,
        'Leave it out, or change --type.',
      );
    }
    fields[field] = await blockValue(api, name, text, fields);
  }
  return fields;
}
