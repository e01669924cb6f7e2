import { readFileSync } from 'node:fs';

/** A user other than root, by number. */
export interface UnprivilegedUser {
  uid: number;
  gid: number;
}

/** Users that own nothing of value on a usual system, best first. */
const candidates = ['postgres', 'nobody'];

/**
 * The user PostgreSQL has to run as when we are root, since it refuses root; undefined when we are not root. It takes a user the
 * system already has: adding one would change the machine for good.
 *
 * @throws Error when the system has none of the usual ones.
 */
export function findUnprivilegedUser(): UnprivilegedUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of candidates) {
    const [, , uid, gid] = entries.find(([user]) => user === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and this system has no user "postgres" or "nobody" to run it as. ' +
      'Run the command as an ordinary user, or set DATABASE_URL to a server that is running already.',
  );
}
