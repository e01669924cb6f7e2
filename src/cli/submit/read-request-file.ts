import { usageFailure } from '../command-failure.ts';
import { readInput } from '../read-input.ts';
import { isDocument, type RequestDocument } from './merge-requests.ts';

/**
 * Reads a request, or a bare list of devices, from a JSON file; `-` is the standard input.
 * @throws CommandFailure usage
 */
export async function readRequestFile(file: string, signal: AbortSignal): Promise<RequestDocument> {
  const value = parse(file, await readInput(file, signal));
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
