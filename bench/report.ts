import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** Collects what was measured and prints it as it comes. */
export interface Report {
  line(text: string): void;
  figure(name: string, value: number): void;
  writeJson(file: string): void;
}

export function createReport(): Report {
  const figures: Record<string, number> = {};
  return {
    line: (text) => {
      console.log(`  ${text}`);
    },
    figure: (name, value) => {
      figures[name] = value;
      console.log(`${name}: ${format(value)}`);
    },
    writeJson: (file) => {
      writeFileSync(file, `${JSON.stringify({ machine: describeMachine(), figures }, null, 2)}\n`);
    },
  };
}

export function describeMachine(): string {
  const load = loadavg()[0]?.toFixed(1) ?? '?';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${String(availableParallelism())} cores (${cpus()[0]?.model ?? 'unknown'}), ${String(memory)} GiB, Node ${process.version}, load ${load}`;
}

function format(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}
