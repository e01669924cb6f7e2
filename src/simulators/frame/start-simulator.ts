import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createAccountGate } from './account-gate.ts';
import { createAdminAccess } from './admin-access.ts';
import { adminPrefix, serveAdmin, type AdminParts } from './admin-routes.ts';
import { createCallbackLog } from './callback-log.ts';
import type { Account, CarrierDefinition } from './carrier.ts';
import { createClock } from './clock.ts';
import { createEffectRecorder, type Effect } from './effect-log.ts';
import { createFaultEngine } from './fault-engine.ts';
import { faultPlanSchema } from './fault-plan.ts';
import { createLaterWork } from './later-work.ts';
import { createLimitBook } from './limit-book.ts';
import type { Limits } from './limits.ts';
import { createRequestLog } from './request-log.ts';
import { seedSchema, type Seed } from './seed.ts';
import { createSequencedLog } from './sequenced-log.ts';
import { serveCall } from './serve-call.ts';
import type { RunningSimulator, SimulatorOptions } from './simulator-options.ts';
import { createStatistics } from './statistics.ts';
import { createStore } from './store.ts';

const defaultCapacity = 200_000;

/**
 * Starts a carrier on the frame and answers when it is listening.
 * @throws Error or ZodError when the seed, the limits, the state file or the address cannot be used.
 */
export async function startSimulator<A extends Account>(
  definition: CarrierDefinition<A>,
  options: SimulatorOptions,
): Promise<RunningSimulator> {
  const host = options.host ?? '127.0.0.1';
  const closing = new AbortController();
  const parts = assemble(definition, options, host, closing.signal);
  const server = createServer((request, response) => {
    void serve(parts, request, response);
  });
  // A pooled connection of a client must not die between two of its requests.
  server.keepAliveTimeout = 75_000;
  const port = await listen(server, options.port ?? 0, host).catch((error: unknown) => {
    parts.store.close();
    throw error;
  });
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    closing.abort();
    const ended = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await ended;
    parts.store.close();
  };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    close: () => (closed ??= close()),
  };
}

function assemble<A extends Account>(
  definition: CarrierDefinition<A>,
  options: SimulatorOptions,
  host: string,
  closing: AbortSignal,
): AdminParts {
  const capacity = options.logCapacity ?? defaultCapacity;
  const seed = seedSchema.parse(options.seed ?? {});
  const accounts = seed.accounts.map((account) => definition.accountSchema.parse(account));
  const seedLimits = new Map(accounts.map(({ account, limits }) => [account, limits]));
  const clock = createClock();
  const effects = createSequencedLog<Effect>(capacity);
  const store = createStore({ simulator: definition.name, stateFile: options.stateFile, clock, effects });
  const limits = createLimitBook(definition.limits, (name) => seedLimits.get(name), options.limits ?? {});
  const recordEffect = createEffectRecorder(effects, clock, (effect) => store.effectWritten(effect));
  const limitsOf = (account: string): Limits => limits.of(account);
  const onError = options.onError ?? (() => undefined);
  const callbacks = createCallbackLog(capacity, () => clock.iso());
  const later = createLaterWork({ store, clock, closing, onError, limitsOf, callbacks });
  const carrier = definition.create({ store, clock, recordEffect, limitsOf, ...later.forCarrier }, accounts);
  const parts = {
    carrier,
    clock,
    store,
    effects,
    callbacks,
    limits,
    closing,
    gate: createAccountGate(),
    faults: createFaultEngine(),
    requests: createRequestLog(capacity),
    statistics: createStatistics(() => clock.iso()),
    access: createAdminAccess(host, options.adminKey),
    accounts: accounts.map(({ account }) => account),
    onError,
    tick: () => {
      carrier.tick(clock.now());
      later.runDue();
    },
    reset: () => {
      later.reset();
      resetToSeed(parts, seed);
    },
  };
  if (!store.load()) fill(parts, seed);
  parts.requests.continueFrom((effects.since(0).at(-1)?.request ?? 0) + 1);
  store.save();
  return parts;
}

function fill({ carrier }: AdminParts, seed: Seed): void {
  for (const device of seed.devices) carrier.records.add(device);
}

function resetToSeed(parts: AdminParts, seed: Seed): void {
  parts.store.clear();
  parts.clock.setOffset(0);
  parts.requests.clear();
  parts.callbacks.clear();
  parts.statistics.reset();
  parts.gate.reset();
  parts.limits.reset();
  parts.faults.replace(faultPlanSchema.parse({}));
  fill(parts, seed);
  parts.store.save();
}

async function serve(parts: AdminParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (request.url?.startsWith(adminPrefix) === true) await serveAdmin(parts, request, response);
    else await serveCall(parts, request, response);
  } catch (error) {
    // A client that goes away in the middle of its request is not a fault of ours.
    if (!request.destroyed || request.complete) parts.onError(error);
    response.socket?.destroy();
  }
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
