import { access, constants, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { BulkChangeAnswer } from '../../api/contracts/bulk-change.ts';
import type { RowReport } from '../../api/contracts/upload.ts';
import { usageFailure } from '../command-failure.ts';
import type { Api } from '../http/api.ts';
import { buildRequest } from './build-request.ts';
import { mergeRequests } from './merge-requests.ts';
import { readRequestFile } from './read-request-file.ts';
import type { SubmitOptions } from './submit-options.ts';

/** A change, and where it was made from a file, how the file was read. */
export type SubmitAnswer = BulkChangeAnswer & { readonly rowReport?: RowReport };

/**
 * Reads the files and puts the request together: a request is sent as it is, a file of devices beside one. A file of corrected
 * errors needs no request. What is returned sends it, under the key that is given.
 * @throws CommandFailure usage, notFound; ApiProblem and ApiUnreachable while names are looked up
 */
export async function prepareSubmission(
  api: Api,
  file: string,
  options: SubmitOptions,
  signal: AbortSignal,
): Promise<(idempotencyKey: string) => Promise<SubmitAnswer>> {
  const kind = kindOf(file);
  const more = options.request === undefined ? {} : await readRequestFile(options.request, signal);
  switch (kind) {
    case 'request': {
      const base = mergeRequests(await readRequestFile(file, signal), more);
      const request = await buildRequest(api, base, options);
      return (idempotencyKey) => api.post('/v1/bulk-changes', request, { idempotencyKey });
    }
    case 'table': {
      await requireFile(file);
      const request = await buildRequest(api, more, options);
      const part = Object.keys(request).length === 0 ? null : request;
      return (idempotencyKey) => api.upload('/v1/bulk-changes/uploads', file, part, idempotencyKey);
    }
  }
}

function kindOf(file: string): 'request' | 'table' {
  const extension = extname(file).toLowerCase();
  if (file === '-' || extension === '.json') return 'request';
  if (extension === '.csv' || extension === '.xlsx') return 'table';
  throw usageFailure(
    `What ${file} holds is not clear from its name.`,
    'Call it .csv or .xlsx for a list of devices, .json for a request; - reads a request from the standard input.',
  );
}

async function requireFile(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
  } catch (error) {
    throw usageFailure(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!(await stat(file)).isFile()) throw usageFailure(`${file} is not a file.`);
}
