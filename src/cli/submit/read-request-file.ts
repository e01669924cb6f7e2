import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { usageFailure } from '../command-failure.ts';
import type { RequestDocument } from './build-request.ts';

/**
 * Reads a request, or a bare list of devices, from a JSON file; `-` is the standard input.
 * @throws CommandFailure usage
 */
export async function readRequestFile(file: string): Promise<RequestDocument> {
  const content = await readAll(file).catch((error: unknown) => {
    throw usageFailure(`${file} cannot be read: ${String(error)}`);
  });
  const value = parse(file, content);
  if (Array.isArray(value)) return { devices: value };
  if (!isDocument(value)) throw usageFailure(`${file} holds neither a request nor a list of devices.`);
  return value;
}

function parse(file: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw usageFailure(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isDocument(value: unknown): value is RequestDocument {
  return typeof value === 'object' && value !== null;
}

function readAll(file: string): Promise<string> {
  return file === '-' ? text(process.stdin) : readFile(file, 'utf8');
}
