import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { seedDemonstration } from './demonstration-data.ts';
import { readJson, writePrivateJson } from './private-file.ts';
import { holdsDemonstration, isEmptyDatabase, moveSimulatorAddresses } from './sandbox-database.ts';
import { simulatorNames } from './simulator-program.ts';
import type { SimulatorName } from './simulator-program.ts';
import { demonstrationTokensSchema } from './stack-file.ts';
import type { DemonstrationTokens } from './stack-file.ts';

const keptSchema = z.object({
  tokens: demonstrationTokensSchema,
  simulatorUrls: z.partialRecord(z.enum(simulatorNames), z.url()),
});

export type SimulatorUrls = Partial<Record<SimulatorName, string>>;

/** The files of a simulator in a sandbox: what it starts from, and what it keeps. */
export function simulatorFiles(
  dataDirectory: string,
  name: SimulatorName,
): { seedFile: string; stateFile: string } {
  const folder = join(dataDirectory, 'simulators');
  return { seedFile: join(folder, `${name}.seed.json`), stateFile: join(folder, `${name}.state.json`) };
}

export interface DemonstrationOptions {
  databaseUrl: string;
  dataDirectory: string;
  simulatorUrls: SimulatorUrls;
  encryptionKeys: string;
  say: (line: string) => void;
}

/** Makes the demonstration data in an empty database, once, and returns its tokens, then and later. */
export async function provideDemonstration(options: DemonstrationOptions): Promise<DemonstrationTokens> {
  const { databaseUrl, dataDirectory, simulatorUrls } = options;
  const file = join(dataDirectory, 'demonstration.json');
  const kept = readJson(file, keptSchema);
  // Data without the file of its tokens is that of a start that was cut off in between: it is filled in again below.
  const isCutOff = kept === undefined && (await holdsDemonstration(databaseUrl));
  if (!isCutOff && !(await isEmptyDatabase(databaseUrl))) {
    if (kept === undefined) throw new Error(foreignDataMessage(file));
    await moveSimulatorAddresses(databaseUrl, movesBetween(kept.simulatorUrls, simulatorUrls));
    writePrivateJson(file, { tokens: kept.tokens, simulatorUrls });
    return kept.tokens;
  }
  options.say('making the demonstration data');
  // What the simulators kept belongs to a database that is gone, or was never used.
  for (const name of simulatorNames) rmSync(simulatorFiles(dataDirectory, name).stateFile, { force: true });
  const tokens = await seedDemonstration(databaseUrl, {
    simulatorUrls,
    dataDir: dataDirectory,
    encryptionKeys: options.encryptionKeys,
  });
  writePrivateJson(file, { tokens, simulatorUrls });
  return tokens;
}

function movesBetween(before: SimulatorUrls, now: SimulatorUrls): { from: string; to: string }[] {
  return simulatorNames.flatMap((name) => {
    const [from, to] = [before[name], now[name]];
    return from === undefined || to === undefined || from === to ? [] : [{ from, to }];
  });
}

function foreignDataMessage(file: string): string {
  return (
    `The database holds data, but ${file} with the tokens of the demonstration data is missing. ` +
    'Set DATABASE_URL to an empty database, or put the file back.'
  );
}
