import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Registry } from 'prom-client';
import type { Database } from '../db/client.ts';
import type { Permission } from '../domain/permission.ts';
import type { AddressGuard } from '../platform/address-guard.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ticker } from '../platform/ticker.ts';
import type { Encryption } from '../platform/encryption.ts';
import type { BulkChangeControl } from './bulk-change-control.ts';
import type { CallbackControl } from './callback-control.ts';
import type { ReadinessCheck } from './readiness.ts';
import type { UploadSettings } from './uploads/upload-settings.ts';
import type { SyncControl } from './sync-control.ts';
import type { WebhookControl } from './webhook-control.ts';

/** Fastify with the zod schemas of a route as the types of its handler. */
export type ApiApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Where links into the Temporal Web UI lead. */
export interface TemporalUi {
  readonly url: string;
  readonly namespace: string;
}

/** Everything the API works with. */
export interface ApiDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** When changes that somebody listens to are looked at. */
  readonly ticker: Ticker;
  readonly encryption: Encryption;
  /** Starts and steers workflows. */
  readonly control: BulkChangeControl;
  /** Registers callbacks, and tells runs of those that came. */
  readonly callbacks: CallbackControl;
  /** Starts inventory syncs and keeps their schedules. */
  readonly syncs: SyncControl;
  /** Has webhooks delivered. */
  readonly webhooks: WebhookControl;
  /** Where webhooks may be sent to. */
  readonly addressGuard: AddressGuard;
  readonly temporalUi: TemporalUi;
  /** The address callers use; undefined: the one of the request. */
  readonly publicUrl?: string | undefined;
  readonly rateLimitPerMinute: number;
  /** How uploaded files are put aside and read; undefined: as upload-settings.ts says. */
  readonly uploads?: Partial<UploadSettings> | undefined;
  /** What /health/ready asks, by name. */
  readonly readiness: Readonly<Record<string, ReadinessCheck>>;
  readonly metrics: Registry;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the caller's role must include. A route declares this or `public`, or the API does not start. */
    permission?: Permission;
    /** Open to everybody, without a credential. */
    public?: boolean;
    /** Not counted: health checks must never be refused. */
    unlimited?: boolean;
  }
}
