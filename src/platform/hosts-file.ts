import { existsSync, readFileSync } from 'node:fs';

const HOSTS_FILE = '/etc/hosts';

/** The names that this machine knows without a name server, in lower case; not every system writes `localhost` down. */
export function readHostNames(): ReadonlySet<string> {
  const written = existsSync(HOSTS_FILE) ? hostNamesIn(readFileSync(HOSTS_FILE, 'utf8')) : [];
  return new Set(['localhost', ...written]);
}

/** A line is an address and its names; what follows a `#` is a remark. */
export function hostNamesIn(text: string): ReadonlySet<string> {
  const names = text.split('\n').flatMap((line) => {
    const [, ...found] = line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/);
    return found;
  });
  return new Set(names);
}
