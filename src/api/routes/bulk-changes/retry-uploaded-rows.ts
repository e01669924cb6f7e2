import type { FastifyRequest } from 'fastify';
import type { ApiDeps } from '../../api-app.ts';
import { invalidRequest } from '../../problem.ts';

/**
 * Takes a corrected errors.csv: each row names the device change that it corrects. Returns the id of the change that goes on.
 * @throws Problem request.invalid
 */
export async function retryUploadedRows(
  _deps: ApiDeps,
  _request: FastifyRequest,
  _rowsPath: string,
): Promise<string> {
  const detail =
    'Corrected rows of a former change cannot be uploaded yet. Correct them with PATCH /v1/bulk-changes/{id}/devices/{row}, or remove the column retryOf to submit the devices as a new change.';
  throw invalidRequest([{ pointer: '/file', code: 'upload.correction_unsupported', detail }]);
}
