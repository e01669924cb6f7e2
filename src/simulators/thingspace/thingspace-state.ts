import { z } from 'zod';
import type { CallbackSender } from '../frame/callback-sender.ts';
import type { CarrierFrame } from '../frame/carrier.ts';
import type { Table } from '../frame/table.ts';
import type { WorkQueue } from '../frame/work-queue.ts';
import {
  accessTokenSchema,
  loginFailuresSchema,
  sessionSchema,
  type AccessToken,
  type LoginFailures,
  type Session,
} from './access-records.ts';
import type { ThingspaceAccount } from './account.ts';
import { autoResumeSchema, resumeAutomatically, type AutoResume } from './auto-resume.ts';
import {
  callbackMessage,
  callbackSchema,
  carrierService,
  maxCallbackThreshold,
  registrationSchema,
  type Callback,
  type Registration,
} from './callback.ts';
import { completeWhenDue } from './complete-action.ts';
import { completionSchema, type Completion } from './completion.ts';
import { acceptedRequestSchema, type AcceptedRequest } from './device-action.ts';
import { deviceSchema, type Device } from './device.ts';

/** The last number given out of a series. */
export interface Counter {
  series: string;
  last: number;
}

/** All that ThingSpace knows. */
export interface ThingspaceState {
  frame: CarrierFrame;
  accounts: readonly ThingspaceAccount[];
  devices: Table<Device>;
  counters: Table<Counter>;
  tokens: Table<AccessToken>;
  sessions: Table<Session>;
  loginFailures: Table<LoginFailures>;
  requests: Table<AcceptedRequest>;
  registrations: Table<Registration>;
  completions: WorkQueue<Completion>;
  autoResumes: WorkQueue<AutoResume>;
  callbacks: CallbackSender<Callback>;
}

type Tables = Pick<
  ThingspaceState,
  'devices' | 'counters' | 'tokens' | 'sessions' | 'loginFailures' | 'requests' | 'registrations'
>;

/** Declares ThingSpace's tables and its later work on the frame. */
export function createThingspaceState(
  frame: CarrierFrame,
  accounts: readonly ThingspaceAccount[],
): ThingspaceState {
  const tables = declareTables(frame);
  const state: ThingspaceState = {
    frame,
    accounts,
    ...tables,
    completions: frame.workQueue({
      name: 'completions',
      schema: completionSchema,
      run: (completion) => completeWhenDue(state, completion),
    }),
    autoResumes: frame.workQueue({
      name: 'autoResumes',
      schema: autoResumeSchema,
      run: (resume) => resumeAutomatically(state, resume),
    }),
    callbacks: frame.callbackSender({
      name: 'callbacks',
      schema: callbackSchema,
      attempts: maxCallbackThreshold,
      retryMs: ({ account }) => frame.limitsOf(account).callbackRetryMs,
      render: (callback, attempt) => {
        const registration = tables.registrations.get(registrationId(callback.accountName, carrierService));
        return registration === undefined ? null : callbackMessage(callback, registration, attempt);
      },
    }),
  };
  return state;
}

/** The key of a registration: an account has one of each service. */
export function registrationId(accountName: string, serviceName: string): string {
  return `${accountName}/${serviceName}`;
}

function declareTables({ store }: CarrierFrame): Tables {
  return {
    devices: store.table({
      name: 'devices',
      schema: deviceSchema,
      idOf: ({ iccid }) => iccid,
      keysOf: ({ imei, mdn, msisdn }) => [imei, mdn, msisdn].filter((key) => key !== null),
    }),
    counters: store.table({
      name: 'counters',
      schema: z.object({ series: z.string(), last: z.int() }),
      idOf: ({ series }) => series,
    }),
    tokens: store.table({ name: 'tokens', schema: accessTokenSchema, idOf: ({ appKey }) => appKey }),
    sessions: store.table({ name: 'sessions', schema: sessionSchema, idOf: ({ token }) => token }),
    loginFailures: store.table({
      name: 'loginFailures',
      schema: loginFailuresSchema,
      idOf: ({ username }) => username,
    }),
    requests: store.table({
      name: 'requests',
      schema: acceptedRequestSchema,
      idOf: ({ requestId }) => requestId,
    }),
    registrations: store.table({
      name: 'registrations',
      schema: registrationSchema,
      idOf: ({ accountName, serviceName }) => registrationId(accountName, serviceName),
      keysOf: ({ accountName }) => [accountName],
    }),
  };
}
