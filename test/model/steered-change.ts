import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { expect } from 'vitest';
import { isFinalBulkChangeStatus, type BulkChangeStatus } from '../../src/domain/bulk-change-status.ts';
import {
  bulkChangeWorkflowId,
  CANCEL_UPDATE,
  PAUSE_UPDATE,
  PROMOTE_UPDATE,
  RESCHEDULE_UPDATE,
  RESUME_UPDATE,
} from '../../src/domain/workflow-id.ts';
import { correctDeviceChange } from '../../src/db/submission/correct-device-change.ts';
import { total } from '../../src/domain/tally.ts';
import { iccid } from '../simulators/running-simulators.ts';
import type { EndedChange, Millpond } from '../support/millpond.ts';
import { expectSettled, type Scene } from '../workflows/scene.ts';

/** What may be done to a change while it runs. */
export type Move =
  | { readonly do: 'pause' | 'resume' | 'promote' | 'retry' | 'correct' }
  | { readonly do: 'restart worker' | 'mend carrier' | 'wait' }
  | { readonly do: 'cancel'; readonly mode: 'graceful' | 'immediate' }
  | { readonly do: 'reschedule'; readonly inMs: number }
  | { readonly do: 'break carrier'; readonly rule: object };

/** A change under test, and the little that is known of it whatever order the moves come in. */
export class SteeredChange {
  readonly #millpond: Millpond;
  readonly #scene: Scene;
  readonly #id: string;
  /** Devices that had been begun when everything under way had ended after a pause; null while it is not paused. */
  #begunAtPause: number | null = null;

  readonly #restartWorker: () => Promise<void>;

  /** `restartWorker`: another way than in good order. */
  constructor(millpond: Millpond, scene: Scene, id: string, restartWorker?: () => Promise<void>) {
    this.#millpond = millpond;
    this.#scene = scene;
    this.#id = id;
    this.#restartWorker =
      restartWorker ??
      (async () => {
        await millpond.stopWorkers();
        await millpond.startWorker();
      });
  }

  async make(move: Move): Promise<void> {
    switch (move.do) {
      case 'pause':
        if (await this.#update(PAUSE_UPDATE, 'a test')) await this.#rest();
        break;
      case 'resume':
        if (await this.#update(RESUME_UPDATE)) this.#begunAtPause = null;
        break;
      case 'promote':
        if (await this.#update(PROMOTE_UPDATE)) this.#begunAtPause = null;
        break;
      case 'cancel':
        if (await this.#update(CANCEL_UPDATE, move.mode)) this.#begunAtPause = null;
        break;
      case 'reschedule':
        await this.#update(RESCHEDULE_UPDATE, new Date(Date.now() + move.inMs).toISOString());
        break;
      case 'retry':
        await this.#retry();
        break;
      case 'correct':
        await this.#correct();
        break;
      case 'restart worker':
        await this.#restartWorker();
        break;
      case 'break carrier':
        await this.#scene.jasper.faults(move.rule);
        break;
      case 'mend carrier':
        await this.#scene.jasper.faults();
        break;
      case 'wait':
        await this.#scene.jasper.requests();
        break;
    }
    await this.check();
  }

  /** What must hold at every moment. */
  async check(): Promise<void> {
    const { change, rows } = await this.#millpond.read(this.#id);
    const counted = total(change);
    expect(counted).toBe(change.total);
    expect(rows).toHaveLength(change.total);
    await this.#expectNoDeviceTwice();
    if (this.#begunAtPause !== null) expect(await this.#begun()).toBe(this.#begunAtPause);
  }

  /** Whatever was done to it, a change can be brought to its end, and every device's outcome is true to the carrier. */
  async finish(): Promise<EndedChange> {
    await this.#scene.jasper.faults();
    await this.#goOn();
    const ended = await this.#ended();
    expectSettled(ended);
    const changed = new Set((await this.#effects()).map((effect) => effect.split(' ')[1]));
    for (const row of ended.rows) {
      if (row.status === 'PROCESSED') expect(changed).toContain(row.identifier);
      if (row.status === 'ERROR' || row.status === 'CANCELED') expect(changed).not.toContain(row.identifier);
    }
    await this.#expectNoDeviceTwice();
    return ended;
  }

  /** Resumes and promotes until nothing holds the change up any more. */
  async #goOn(): Promise<void> {
    await eventually(async () => {
      const status = await this.#status();
      if (isFinalBulkChangeStatus(status)) return true;
      await this.#update(RESUME_UPDATE);
      await this.#update(PROMOTE_UPDATE);
      await this.#update(RESCHEDULE_UPDATE, new Date().toISOString());
      return false;
    }).toBe(true);
  }

  async #ended(): Promise<EndedChange> {
    await eventually(async () => isFinalBulkChangeStatus(await this.#status())).toBe(true);
    return this.#millpond.read(this.#id);
  }

  async #status(): Promise<BulkChangeStatus> {
    return (await this.#millpond.read(this.#id)).change.status as BulkChangeStatus;
  }

  /** False when the run refuses it, or is over. */
  async #update(name: string, argument?: string): Promise<boolean> {
    try {
      await this.#millpond.client.workflow
        .getHandle(bulkChangeWorkflowId(this.#id))
        .executeUpdate<void, [string | undefined]>(name, { args: [argument] });
      return true;
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /** Once what was under way has ended, the carrier must hear of no other device. With none left to begin, the change ends. */
  async #rest(): Promise<void> {
    await eventually(async () => (await this.#millpond.read(this.#id)).change.processing).toBe(0);
    if ((await this.#millpond.read(this.#id)).change.pending === 0) {
      await this.#ended();
      return;
    }
    this.#begunAtPause = await this.#begun();
  }

  async #retry(): Promise<void> {
    const { change } = await this.#millpond.read(this.#id);
    if (change.error + change.unknown === 0 || change.status === 'SCHEDULED') return;
    await this.#millpond.retry(this.#scene.fleet.tenantId, this.#id);
    if (isFinalBulkChangeStatus(change.status as BulkChangeStatus)) this.#begunAtPause = null;
  }

  /** One failed device is asked for the same again, by itself; refused while its row is not open to that. */
  async #correct(): Promise<void> {
    const { change, rows } = await this.#millpond.read(this.#id);
    const failed = rows.find((row) => row.status === 'ERROR');
    if (failed === undefined) return;
    const { tenantId } = this.#scene.fleet;
    const result = await correctDeviceChange(
      { database: this.#millpond.database, now: () => new Date() },
      { tenantId, actor: 'test' },
      {
        bulkChangeId: this.#id,
        deviceChangeId: failed.id,
        correction: { targetStatus: 'suspended' },
        change: { changeType: 'statusupdate', targetStatus: 'suspended' },
        reprocess: true,
      },
    );
    if (result.outcome !== 'done') return;
    await this.#millpond.starter.start(tenantId, this.#id);
    if (isFinalBulkChangeStatus(change.status as BulkChangeStatus)) this.#begunAtPause = null;
  }

  #effects(): Promise<string[]> {
    return this.#scene.jasper.effects();
  }

  async #begun(): Promise<number> {
    return new Set((await this.#scene.jasper.requests()).flatMap((request) => request['devices'])).size;
  }

  async #expectNoDeviceTwice(): Promise<void> {
    const devices = (await this.#effects()).map((effect) => effect.split(' ')[1]);
    expect(devices).toHaveLength(new Set(devices).size);
  }
}

/** A rule that strikes a single device, so that others go on. */
export function faultOf(at: number, fault: object): object {
  return { when: { device: iccid(at) }, ...fault };
}

/** Longer than a killed worker is waited for. */
function eventually<T>(read: () => Promise<T>) {
  return expect.poll(read, { timeout: 120_000, interval: 50 });
}
