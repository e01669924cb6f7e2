import type { z } from 'zod';
import type { DeviceErrorCode } from '../domain/error-code.ts';
import type { HttpClient, HttpRequest } from '../platform/http-client.ts';
import type { OutsideAnswer } from './outside-answer.ts';
import type { Refusal } from './refusal.ts';
import type { RequestBudget } from './request-budget.ts';

/** An outside system as all its requests see it. */
export interface OutsideSystem {
  /** As messages name it: `Jasper`. */
  readonly title: string;
  readonly http: HttpClient;
  readonly budget: RequestBudget;
  /** With the credentials. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** What a request without a usable answer ends with. */
  readonly codes: {
    readonly unreachable: DeviceErrorCode;
    readonly timeout: DeviceErrorCode;
    readonly unreadable: DeviceErrorCode;
  };
}

/** One request to it. */
export interface OutsideRequest<T> {
  readonly operation: string;
  readonly method: HttpRequest['method'];
  readonly url: string;
  readonly body?: unknown;
  /** A write may have an effect: it is announced, and a lost answer leaves its outcome open. */
  readonly write: boolean;
  /** What a successful answer must look like; an empty body is undefined. */
  readonly answer: z.ZodType<T>;
  /** Says what an answer that is no success means. */
  readonly classify: (answer: OutsideAnswer) => Refusal;
}
