import { openAsBlob } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeExcelFile from 'write-excel-file/node';
import { benchIccid, type AccountName } from './fleet.ts';
import type { BenchStack } from './stack.ts';

export interface DeviceFile {
  readonly name: string;
  readonly type: string;
  readonly path: string;
  readonly devices: number;
}

/** Writes a list of the first devices of an account as a person would export it. */
export async function writeCsv(folder: string, account: AccountName, devices: number): Promise<DeviceFile> {
  const path = join(folder, 'devices.csv');
  const lines = Array.from({ length: devices }, (_, index) => benchIccid(account, index));
  await writeFile(path, `ICCID\r\n${lines.join('\r\n')}\r\n`);
  return { name: 'devices.csv', type: 'text/csv', path, devices };
}

export async function writeWorkbook(
  folder: string,
  account: AccountName,
  devices: number,
): Promise<DeviceFile> {
  const path = join(folder, 'devices.xlsx');
  const rows = Array.from({ length: devices }, (_, index) => [
    { value: benchIccid(account, index), type: String },
  ]);
  await writeExcelFile([[{ value: 'ICCID', type: String }], ...rows]).toFile(path);
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return { name: 'devices.xlsx', type, path, devices };
}

/** Uploads a list with its request. Returns the id of the change. */
export async function uploadDevices(stack: BenchStack, file: DeviceFile, request: object): Promise<string> {
  const form = new FormData();
  form.set('request', JSON.stringify(request));
  form.set('file', await openAsBlob(file.path, { type: file.type }), file.name);
  const response = await fetch(`${stack.apiUrl}/v1/bulk-changes/uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.seed.token}` },
    body: form,
  });
  const answer = (await response.json()) as { id: string };
  if (!response.ok) throw new Error(`The upload was refused: ${JSON.stringify(answer)}`);
  return answer.id;
}

/** Reads the results of a change to their end and counts the lines. */
export async function exportResults(stack: BenchStack, id: string): Promise<number> {
  const response = await fetch(`${stack.apiUrl}/v1/bulk-changes/${id}/results.csv`, {
    headers: { authorization: `Bearer ${stack.seed.token}` },
  });
  if (!response.ok || response.body === null) {
    throw new Error(`The results were answered with ${String(response.status)}.`);
  }
  let lines = 0;
  for await (const chunk of response.body) {
    for (const byte of chunk as Uint8Array) if (byte === 0x0a) lines += 1;
  }
  return lines;
}
