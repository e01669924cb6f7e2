import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UploadSettings } from '../../../src/api/uploads/upload-settings.ts';
import { startTestApi, type Answer, type TestApi } from '../test-api.ts';

export interface UploadApi {
  readonly api: TestApi;
  /** Where this API keeps its files while they are needed. */
  readonly directory: string;
  /** What lies there now. */
  leftFiles(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** An API with a folder of uploads of its own. */
export async function startUploadApi(settings: Partial<UploadSettings> = {}): Promise<UploadApi> {
  const directory = await mkdtemp(join(tmpdir(), 'millpond-test-uploads-'));
  const api = await startTestApi({ uploads: { directory, ...settings } });
  return {
    api,
    directory,
    leftFiles: () => readdir(directory),
    close: async () => {
      await api.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A form with its content type, as a browser would send it. */
export async function encoded(
  form: FormData,
): Promise<{ readonly body: Buffer; readonly contentType: string }> {
  const response = new Response(form);
  return {
    body: Buffer.from(await response.arrayBuffer()),
    contentType: response.headers.get('content-type') ?? '',
  };
}

/** The form of an upload; the request goes first or last, or is left out. */
export function formOf(file: string | Buffer, request?: unknown, name = 'devices.csv'): FormData {
  const form = new FormData();
  if (request !== undefined)
    form.append('request', typeof request === 'string' ? request : JSON.stringify(request));
  form.append('file', new Blob([file]), name);
  return form;
}

export async function sendForm(
  api: TestApi,
  form: FormData,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { body, contentType } = await encoded(form);
  return api.call('operator', 'POST', '/v1/bulk-changes/uploads', {
    body,
    headers: { 'content-type': contentType, ...headers },
  });
}
