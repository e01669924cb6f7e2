import { expect, it } from 'vitest';
import type {
  ActivationSubmission,
  ActivationTicket,
} from '../../../src/carriers/telegence/telegence-port.ts';
import { iccid } from '../../simulators/running-simulators.ts';
import { number, pass, telegenceSandbox, telegenceSeed } from '../../simulators/telegence-sandbox.ts';
import { carrierErrorOf } from '../carrier-error-of.ts';
import { recordedCall } from '../recorded-call.ts';
import { activationOf, telegenceAt, timesOf } from './telegence-at-sandbox.ts';

function ticketOf(at: number, submission: ActivationSubmission): ActivationTicket {
  if (submission.kind !== 'accepted') expect.fail('expected an accepted activation');
  return { batchId: submission.batchId, iccid: iccid(at), repeated: submission.repeated };
}

const seedWithSims = (sims: readonly number[]) => ({
  ...telegenceSeed,
  devices: sims.map((at) => ({ account: 'acme', iccid: iccid(at) })),
});

it('takes 250 concurrent activations to the carrier in two requests and hands each its own result', async () => {
  const sims = Array.from({ length: 250 }, (_, at) => at + 100);
  const sandbox = await telegenceSandbox({ seed: seedWithSims(sims) });
  const carrier = telegenceAt(sandbox);

  const tickets = await Promise.all(
    sims.map(async (at) => ticketOf(at, await carrier.submitActivation(activationOf(at), recordedCall()))),
  );

  expect(await timesOf(sandbox, 'activate')).toBe(2);
  await pass(sandbox, 60);
  const states = await Promise.all(tickets.map((ticket) => carrier.activationStatus(ticket, recordedCall())));
  expect(await timesOf(sandbox, 'activationStatus')).toBe(2);
  const told = states.map((state, place) => {
    if (state.kind !== 'active') expect.fail(`expected an active line, got ${state.kind}`);
    return `activation ${tickets[place]?.iccid ?? ''} ${state.subscriberNumber}`;
  });
  expect(new Set(await sandbox.effects())).toEqual(new Set(told));
  expect(new Set(told).size).toBe(250);
});

it('tells each of a batch that ends partly what became of its own SIM', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  const sims = [1, 4, 6] as const;

  const submitted = await Promise.all(
    sims.map((at) => carrier.submitActivation(activationOf(at), recordedCall())),
  );
  const ask = () =>
    Promise.all(
      submitted.map((one, place) =>
        carrier.activationStatus(ticketOf(sims[place] ?? 0, one), recordedCall()),
      ),
    );

  expect(await ask()).toEqual([{ kind: 'pending' }, { kind: 'pending' }, { kind: 'pending' }]);
  await pass(sandbox, 60);
  expect(await ask()).toEqual([
    { kind: 'rejected', reason: `SIM ${iccid(1)} is in use`, needsEsim: false },
    { kind: 'active', subscriberNumber: expect.any(String) as string },
    { kind: 'rejected', reason: 'The device requires an eSIM', needsEsim: true },
  ]);
});

it('joins the questions that come while one about the batch is under way', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  const ticket = ticketOf(4, await carrier.submitActivation(activationOf(4), recordedCall()));
  const later: Promise<unknown>[] = [];
  const first = {
    ...recordedCall(),
    onExchange: () => {
      later.push(
        carrier.activationStatus(ticket, recordedCall()),
        carrier.activationStatus(ticket, recordedCall()),
      );
    },
  };

  await carrier.activationStatus(ticket, first);

  expect(await Promise.all(later)).toEqual([{ kind: 'pending' }, { kind: 'pending' }]);
  expect(await timesOf(sandbox, 'activationStatus')).toBe(2);
});

it('shows in each log the own element only, and no name', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  const calls = [recordedCall(), recordedCall()] as const;

  await Promise.all([
    carrier.submitActivation(activationOf(4), calls[0]),
    carrier.submitActivation(activationOf(5), calls[1]),
  ]);

  for (const [place, call] of calls.entries()) {
    const [own, foreign] = place === 0 ? [iccid(4), iccid(5)] : [iccid(5), iccid(4)];
    expect(call.writes).toEqual(['Activate']);
    expect(call.exchanges).toMatchObject([{ operation: 'Activate', httpStatus: 200, errorText: null }]);
    expect(call.exchanges[0]?.requestText).toContain(own);
    expect(call.exchanges[0]?.responseText).toContain(own);
    expect(JSON.stringify(call.exchanges)).not.toMatch(new RegExp(`${foreign}|Ada|Park|acme-secret`));
  }
});

it('waits for every member’s word before the request leaves, and leaves out who refuses', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  const before: number[] = [];
  const slow = {
    ...recordedCall(),
    beforeWrite: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      before.push(await timesOf(sandbox, 'activate'));
    },
  };
  const refusing = { ...recordedCall(), beforeWrite: () => Promise.reject(new Error('writes are off')) };

  const kept = carrier.submitActivation(activationOf(4), slow);
  const refused = carrier.submitActivation(activationOf(5), refusing);

  await expect(refused).rejects.toThrow('writes are off');
  expect(await kept).toMatchObject({ kind: 'accepted' });
  expect(before).toEqual([0]);
  await pass(sandbox, 60);
  expect(await sandbox.effects()).toHaveLength(1);
});

it('sends nothing for a caller that gave up in the queue, and the rest all the same', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  const controller = new AbortController();
  const left = recordedCall({ signal: controller.signal });

  const gone = carrier.submitActivation(activationOf(5), left);
  const kept = carrier.submitActivation(activationOf(4), recordedCall());
  controller.abort(new Error('given up'));

  await expect(gone).rejects.toThrow('given up');
  expect(await kept).toMatchObject({ kind: 'accepted' });
  expect(left.writes).toEqual([]);
  await pass(sandbox, 60);
  expect(await sandbox.effects()).toHaveLength(1);
});

it('reaches one activation each when the answer to a batch was lost and every member tries again', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  await sandbox.faults({ when: { operation: 'activate' }, do: 'applyThenDrop', times: 1 });
  const sims = [4, 5];
  const submit = (readFirst: boolean) =>
    sims.map((at) => carrier.submitActivation(activationOf(at), recordedCall({ readFirst })));

  for (const error of await Promise.all(submit(false).map(carrierErrorOf))) {
    expect(error).toMatchObject({ code: 'carrier.unavailable', mayHaveApplied: true });
  }
  const retried = await Promise.all(submit(true));
  const ask = () =>
    Promise.all(
      retried.map((one, place) => carrier.activationStatus(ticketOf(sims[place] ?? 0, one), recordedCall())),
    );

  expect((await ask()).map(({ kind }) => kind)).toEqual(['pending', 'pending']);
  await pass(sandbox, 60);
  const states = await ask();
  const effects = await sandbox.effects();
  expect(effects).toHaveLength(2);
  expect(states.map((state) => (state.kind === 'active' ? state.subscriberNumber : state.kind))).toEqual(
    sims.map((at) =>
      effects
        .find((effect) => effect.includes(iccid(at)))
        ?.split(' ')
        .at(-1),
    ),
  );
});

it('finds the line of an earlier attempt by its SIM and sends nothing again', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  await sandbox.faults({ when: { operation: 'activate' }, do: 'applyThenDrop', times: 1 });
  await carrierErrorOf(carrier.submitActivation(activationOf(4), recordedCall()));
  await pass(sandbox, 60);
  const retry = recordedCall({ readFirst: true });

  expect(await carrier.submitActivation(activationOf(4), retry)).toMatchObject({ kind: 'in_place' });

  expect(retry.writes).toEqual([]);
  expect(await timesOf(sandbox, 'activate')).toBe(1);
  expect(await sandbox.effects()).toHaveLength(1);
});

it('looks for the SIMs of concurrent retries in one pass over the lines', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  const calls = [1, 2, 3].map(() => recordedCall({ readFirst: true }));

  const found = await Promise.all(
    calls.map((call, place) => carrier.submitActivation(activationOf(place + 1), call)),
  );

  expect(found).toEqual([1, 2, 3].map((at) => ({ kind: 'in_place', subscriberNumber: number(at) })));
  expect(await timesOf(sandbox, 'listDevices')).toBe(1);
  expect(await timesOf(sandbox, 'getLine')).toBe(3);
  for (const call of calls) {
    expect(call.exchanges.map(({ operation }) => operation)).toEqual(['List Devices', 'Get Line']);
  }
});

it('overlooks a line that vanishes while the SIM is looked for', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  await sandbox.faults({ when: { operation: 'getLine' }, do: 'http', status: 404, times: 1 });

  const submitted = await carrier.submitActivation(activationOf(4), recordedCall({ readFirst: true }));

  expect(submitted).toMatchObject({ kind: 'accepted', repeated: true });
});

it('does not go on without knowing when the lines cannot be read', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  await sandbox.faults({ when: { operation: 'getLine', nth: 2 }, do: 'http', status: 502 });
  const retry = recordedCall({ readFirst: true });

  const error = await carrierErrorOf(carrier.submitActivation(activationOf(4), retry));

  expect(error.code).toBe('carrier.unavailable');
  expect(await timesOf(sandbox, 'activate')).toBe(0);
});

it('leaves the outcome open rather than search more lines than it may', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox, { activation: { maxLinesToSearch: 2 } });

  const error = await carrierErrorOf(
    carrier.submitActivation(activationOf(4), recordedCall({ readFirst: true })),
  );

  expect(error.mayHaveApplied).toBe(true);
  expect(error.message).toContain('maxLinesToSearch');
  expect(await timesOf(sandbox, 'activate')).toBe(0);
});

it('fails only the members of a failed request', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox, { activation: { maxPerRequest: 1 } });
  await sandbox.faults({ when: { operation: 'activate', nth: 1 }, do: 'http', status: 400 });

  const [first, second] = await Promise.allSettled([
    carrier.submitActivation(activationOf(4), recordedCall()),
    carrier.submitActivation(activationOf(5), recordedCall()),
  ]);

  expect(first).toMatchObject({
    status: 'rejected',
    reason: { code: 'carrier.rejected', mayHaveApplied: false },
  });
  expect(second).toMatchObject({ status: 'fulfilled', value: { kind: 'accepted' } });
});

it('gives a result to everyone whose element came back, and an open outcome to the one whose did not', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  const service = { serviceCharacteristic: [{ name: 'sim', value: iccid(5) }] };
  const body = [{ nonsense: true }, { id: 'element-5', service }];
  await sandbox.faults({ when: { operation: 'activate' }, do: 'applyThenHttp', status: 200, body });

  const missing = carrier.submitActivation(activationOf(4), recordedCall());
  const named = carrier.submitActivation(activationOf(5), recordedCall());

  expect(await carrierErrorOf(missing)).toMatchObject({
    code: 'carrier.answer_unreadable',
    mayHaveApplied: true,
  });
  // Without a readable first element there is nothing to ask by.
  expect((await carrierErrorOf(named)).mayHaveApplied).toBe(true);
});
