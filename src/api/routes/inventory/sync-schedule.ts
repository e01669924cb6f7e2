import { z } from 'zod';
import type { SyncSchedule } from '../../../platform/sync-schedules.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import {
  putSyncScheduleSchema,
  readInterval,
  syncScheduleSchema,
  writeInterval,
} from '../../contracts/sync-schedule.ts';
import { authorOf, principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { orNull } from '../../stored-value.ts';
import { auditSchedule } from '../../../db/inventory/audit-schedule.ts';
import { findSyncTarget } from './sync-target.ts';

const url = '/v1/service-providers/:id/sync-schedule';
const tags = ['Inventory'];

/** When a service provider is synced by itself. Temporal keeps the schedule; there is no other record of it. */
export function registerSyncSchedule(app: ApiApp, deps: ApiDeps): void {
  registerRead(app, deps);
  registerPut(app, deps);
  registerRemove(app, deps);
}

function registerRead(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'GET',
    url,
    config: { permission: 'provider:read' },
    schema: {
      operationId: 'readSyncSchedule',
      summary: 'Read when a service provider is synced by itself',
      tags,
      params: idParams,
      response: { 200: syncScheduleSchema },
    },
    handler: async (request) => {
      const { id } = request.params;
      await findSyncTarget(deps, principalOf(request).tenantId, id);
      return answerSchedule(deps, id);
    },
  });
}

function registerPut(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'PUT',
    url,
    config: { permission: 'provider:write' },
    schema: {
      operationId: 'putSyncSchedule',
      summary: 'Sync a service provider by itself',
      description:
        'Creates the schedule or replaces it. One that is due while another is still running is left out.',
      tags,
      params: idParams,
      body: putSyncScheduleSchema,
      response: { 200: syncScheduleSchema },
    },
    handler: async (request) => {
      const author = authorOf(request);
      const { id } = request.params;
      const { timeZone: zoneOfProvider, ...target } = await findSyncTarget(deps, author.tenantId, id);
      const { every, at, timeZone = zoneOfProvider } = request.body;
      const [hour, minute] = (at ?? '').split(':').map(Number);
      await deps.syncs.schedules.put(target, {
        everyMs: readInterval(every) ?? 0,
        at: hour === undefined || minute === undefined ? null : { hour, minute },
        timeZone,
      });
      await auditSchedule(deps.database, author, id, {
        every,
        timeZone,
        ...(at === undefined ? {} : { at }),
      });
      return answerSchedule(deps, id);
    },
  });
}

function registerRemove(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'DELETE',
    url,
    config: { permission: 'provider:write' },
    schema: {
      operationId: 'deleteSyncSchedule',
      summary: 'Sync a service provider by itself no longer',
      tags,
      params: idParams,
      response: { 204: z.undefined().describe('Deleted.') },
    },
    handler: async (request, reply) => {
      const author = authorOf(request);
      const { id } = request.params;
      await findSyncTarget(deps, author.tenantId, id);
      if (!(await deps.syncs.schedules.remove(id))) throw notFound();
      await auditSchedule(deps.database, author, id, null);
      return reply.code(204).send(undefined);
    },
  });
}

async function answerSchedule({ syncs }: ApiDeps, id: string) {
  const schedule = await syncs.schedules.read(id);
  if (schedule === null) throw notFound();
  return toAnswer(schedule);
}

function toAnswer({ everyMs, at, timeZone, nextAt }: SyncSchedule) {
  const two = (part: number) => String(part).padStart(2, '0');
  return {
    every: writeInterval(everyMs),
    at: at === null ? null : `${two(at.hour)}:${two(at.minute)}`,
    timeZone,
    nextAt: orNull(nextAt),
  };
}
