import type { FastifyRequest } from 'fastify';
import { readServiceProvider, type ServiceProviderRow } from '../../../db/service-providers.ts';
import type { RequestFault } from '../../../domain/change-request.ts';
import type { ApiDeps } from '../../api-app.ts';
import type { RowReport, UploadForm, UploadRequest } from '../../contracts/upload.ts';
import { principalOf } from '../../principal.ts';
import { invalidRequest, Problem } from '../../problem.ts';
import type { DeviceFileReport } from '../../uploads/device-file/job.ts';
import type { ReadDeviceFile, ReadingJob } from '../../uploads/device-file-reader.ts';
import { readDevicePages } from '../../uploads/device-pages.ts';
import { faultsOfFile, faultsOfSubmission } from '../../uploads/file-faults.ts';
import type { SpooledFile } from '../../uploads/spool.ts';
import { sealPersonalFields } from './personal-fields.ts';
import { retryUploadedRows } from './retry-uploaded-rows.ts';
import { rowReport } from './row-report.ts';
import { requestToKeep, storeChange, type StoredSubmission } from './submit.ts';
import { toChangeRequest, type ChangeReading } from './to-change-request.ts';

export interface SubmittedFile {
  readonly id: string;
  /** What became of the rows. */
  readonly rowReport: RowReport;
}

export type ReadFile = (file: SpooledFile, job: Omit<ReadingJob, 'maxRows'>) => Promise<ReadDeviceFile>;

/**
 * Reads the file of a form and submits its devices with the request beside it. The faults of both are told at once.
 * @throws Problem request.invalid, request.malformed without a request, or what `readFile` throws
 */
export async function submitUploadedFile(
  deps: ApiDeps,
  request: FastifyRequest,
  form: UploadForm,
  readFile: ReadFile,
): Promise<SubmittedFile> {
  const { tenantId } = principalOf(request);
  const asked = form.request;
  const provider = asked && (await providerOf(deps, tenantId, asked));
  const change = asked && toChangeRequest({ ...asked, devices: [] }, asked.timeZone ?? provider?.timeZone);
  const { report, rowsPath } = await readFile(spooledFileOf(request), {
    fileName: form.file.name,
    contentType: form.file.contentType,
    ...readingTerms(asked, provider),
  });
  const faults = [...requestFaults(change), ...faultsOfFile(report)];
  if (faults.length > 0) throw invalidRequest(faults, report.moreFaults);
  if (report.hasRetryOf) {
    if (asked !== undefined) throw requestWithRetries();
    return retryUploadedRows(deps, request, { rowsPath, report, fileName: form.file.name });
  }
  if (asked === undefined || change?.ok !== true) throw missingRequest();
  const { id, repeated } = await submit(deps, request, {
    form,
    asked,
    change: change.request,
    report,
    rowsPath,
  });
  if (asked.processChanges) await deps.control.start(tenantId, id);
  return { id, rowReport: await rowReport(deps.database, tenantId, id, { report, repeated }) };
}

interface ReadSubmission {
  readonly form: UploadForm;
  readonly asked: UploadRequest;
  readonly change: Extract<ChangeReading, { ok: true }>['request'];
  readonly report: DeviceFileReport;
  readonly rowsPath: string;
}

async function submit(
  deps: ApiDeps,
  request: FastifyRequest,
  { form, asked, change, report, rowsPath }: ReadSubmission,
): Promise<StoredSubmission> {
  const body = { ...asked, devices: [] };
  const personal = sealPersonalFields(deps.encryption, principalOf(request).tenantId, body);
  const whole = { ...change, ...personal, devices: readDevicePages(rowsPath) };
  try {
    const file = { name: form.file.name, duplicates: report.duplicates };
    return await storeChange(deps, request, whole, requestToKeep(body), file);
  } catch (error) {
    if (error instanceof Problem && error.code === 'request.invalid') {
      throw invalidRequest(faultsOfSubmission(error.errors, report.columns));
    }
    throw error;
  }
}

async function providerOf(
  { database }: ApiDeps,
  tenantId: string,
  { serviceProviderId }: UploadRequest,
): Promise<ServiceProviderRow> {
  const provider = await readServiceProvider(database, tenantId, serviceProviderId);
  if (provider !== null) return provider;
  const detail = 'You have no service provider with this id.';
  const pointer = '/request/serviceProviderId';
  throw invalidRequest([{ pointer, code: 'service_provider.not_found', detail }]);
}

/** Telegence goes by the number of a line, the others by the SIM. */
function readingTerms(
  asked: UploadRequest | undefined,
  provider: ServiceProviderRow | undefined,
): Pick<ReadingJob, 'timeZone' | 'preferred'> {
  if (asked === undefined || provider === undefined) return {};
  return {
    timeZone: asked.timeZone ?? provider.timeZone,
    preferred: provider.integration === 'TELEGENCE' ? 'msisdn' : 'iccid',
  };
}

function requestFaults(change: ChangeReading | undefined): readonly RequestFault[] {
  return change === undefined || change.ok ? [] : faultsOfSubmission(change.faults, []);
}

function spooledFileOf({ spooledFile }: FastifyRequest): SpooledFile {
  if (spooledFile === null) throw new Error('The form has no spooled file, although it was accepted.');
  return spooledFile;
}

function requestWithRetries(): Problem {
  const detail =
    'The rows of this file go on within their change, as it was ordered. Leave the part "request" out, or remove the column retryOf to submit the devices as a new change.';
  return invalidRequest([{ pointer: '/request', code: 'upload.request_unexpected', detail }]);
}

function missingRequest(): Problem {
  const detail =
    'Send the rest of the request as JSON in the part "request"; only a corrected errors.csv needs none.';
  return new Problem('request.malformed', detail, {
    errors: [{ pointer: '/request', code: 'field.required', detail }],
  });
}
