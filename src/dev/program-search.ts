import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program that was found, and in words where. */
export interface FoundProgram {
  path: string;
  /** One line for a person: which one was taken. */
  source: string;
}

/** The path of a program on the search path, or undefined. */
export function findOnPath(program: string, searchPath: string | undefined): string | undefined {
  return (searchPath ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
