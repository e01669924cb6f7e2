import { z } from 'zod';
import type { SimulatorClock } from './clock.ts';
import { effectSchema, type Effect } from './effect-log.ts';
import type { SequencedLog } from './sequenced-log.ts';
import { readStateFile } from './read-state-file.ts';
import { openStateFile } from './state-file.ts';
import { createTable, type StoredTable, type Table, type TableOptions } from './table.ts';

/** The tables of one simulator and the file that keeps them. */
export interface Store {
  /** Declares a table. All tables are declared before `load`. */
  table<T>(options: TableOptions<T>): Table<T>;
  /** Reads the state file, if any. Answers whether there was a state to continue from. */
  load(): boolean;
  /** Notes an effect for the file. */
  effectWritten(effect: Effect): void;
  clockMoved(): void;
  /** Writes down what changed since the last commit. Called before an answer leaves. */
  commit(): void;
  /** Empties all tables and the effect log. */
  clear(): void;
  /** Writes the whole state compactly. */
  save(): void;
  close(): void;
}

export interface StoreDependencies {
  simulator: string;
  /** Undefined keeps the state in memory only. */
  stateFile: string | undefined;
  clock: SimulatorClock;
  effects: SequencedLog<Effect>;
}

/** The file may grow by so many bytes, or to three times its compact size, before it is rewritten. */
const leastGrowthBytes = 128 * 1024 * 1024;

const headSchema = z.object({ simulator: z.string(), format: z.literal(1) });
const lineSchema = z.union([
  z.tuple([z.literal('clock'), z.number()]),
  z.tuple([z.literal('nextEffect'), z.int()]),
  z.tuple([z.literal('effect'), effectSchema]),
  z.tuple([z.literal('record'), z.string(), z.string(), z.unknown()]),
]);

/** Creates a store; nothing is read or written before `load`. */
export function createStore(deps: StoreDependencies): Store {
  const tables = new Map<string, StoredTable>();
  const file = deps.stateFile === undefined ? null : openStateFile(deps.stateFile);
  let pending: string[] = [];
  const note = (line: unknown[]): void => {
    if (file !== null) pending.push(JSON.stringify(line));
  };
  const save = (): void => {
    pending = [];
    file?.rewrite(stateLines(deps, tables));
  };
  return {
    table: (options) => {
      const table = createTable(options, (name, id, record) => note(['record', name, id, record]));
      tables.set(options.name, table);
      return table;
    },
    load: () => deps.stateFile !== undefined && restore(deps, tables, readStateFile(deps.stateFile)),
    effectWritten: (effect) => note(['effect', effect]),
    clockMoved: () => note(['clock', deps.clock.offsetMs()]),
    commit: () => {
      if (file === null || pending.length === 0) return;
      file.append(pending);
      pending = [];
      if (file.appendedBytes() > Math.max(leastGrowthBytes, 2 * file.compactBytes())) save();
    },
    clear: () => {
      for (const table of tables.values()) table.clear();
      deps.effects.clear();
    },
    save,
    close: () => {
      save();
      file?.close();
    },
  };
}

function* stateLines(deps: StoreDependencies, tables: Map<string, StoredTable>): Generator<string> {
  yield JSON.stringify({ simulator: deps.simulator, format: 1 });
  yield JSON.stringify(['clock', deps.clock.offsetMs()]);
  for (const table of tables.values()) {
    for (const [id, record] of table.entries()) yield JSON.stringify(['record', table.name, id, record]);
  }
  const effects = deps.effects.since(0);
  yield JSON.stringify(['nextEffect', effects[0]?.seq ?? deps.effects.nextSeq()]);
  for (const effect of effects) yield JSON.stringify(['effect', effect]);
}

function restore(
  deps: StoreDependencies,
  tables: Map<string, StoredTable>,
  values: Iterable<unknown>,
): boolean {
  let headRead = false;
  for (const value of values) {
    if (headRead) restoreLine(deps, tables, value);
    else checkOwner(deps, headSchema.parse(value).simulator);
    headRead = true;
  }
  return headRead;
}

function checkOwner(deps: StoreDependencies, owner: string): void {
  if (owner === deps.simulator) return;
  const file = deps.stateFile ?? 'The state file';
  throw new Error(`${file} belongs to the ${owner} simulator; give ${deps.simulator} a file of its own.`);
}

function restoreLine(deps: StoreDependencies, tables: Map<string, StoredTable>, value: unknown): void {
  const line = lineSchema.parse(value);
  switch (line[0]) {
    case 'clock':
      deps.clock.setOffset(line[1]);
      break;
    case 'nextEffect':
      deps.effects.continueFrom(line[1]);
      break;
    case 'effect':
      deps.effects.append(line[1]);
      break;
    case 'record':
      tables.get(line[1])?.restore(line[2], line[3]);
      break;
  }
}
