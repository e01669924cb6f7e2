import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCarrierSessions } from '../../src/db/carrier-sessions.ts';
import { createEncryption } from '../../src/platform/encryption.ts';
import type { LoginAttempt, SessionStore } from '../../src/platform/session-store.ts';
import { openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';

const encryption = createEncryption([{ id: 'test', key: randomBytes(32) }]);
const tokens = {
  accessToken: 'invented-access',
  accessExpiresAt: new Date('2030-01-01T00:00:00Z'),
  sessionToken: 'invented-session',
};
const maxRefusedLogins = 3;

let db: FleetDatabase;
let fleet: SeededFleet;
let sessions: SessionStore;
let logins: number;

beforeAll(async () => {
  db = await openFleetDatabase(12);
});

beforeEach(async () => {
  fleet = await db.newFleet();
  sessions = sessionsWith();
  logins = 0;
});

afterAll(() => db.close());

function sessionsWith(keys = encryption): SessionStore {
  return createCarrierSessions({
    pool: db.database.pool,
    encryption: keys,
    serviceProviderId: fleet.jasper,
  });
}

const granted = (): Promise<LoginAttempt> => {
  logins += 1;
  return Promise.resolve({ granted: true, tokens });
};

const refused = (): Promise<LoginAttempt> => {
  logins += 1;
  return Promise.resolve({ granted: false });
};

const renew = (staleVersion: number, login = granted) =>
  sessions.renew({ staleVersion, maxRefusedLogins }, login);

const setCredentials = (at: Date) =>
  db.database.prisma.serviceProvider.update({
    where: { id: fleet.jasper },
    data: { credentialsUpdatedAt: at },
  });

describe('a session', () => {
  it('is there for everyone once somebody has logged in', async () => {
    expect(await sessions.read()).toBeNull();
    expect(await renew(0)).toEqual({ kind: 'open', session: { ...tokens, version: 1 } });
    expect(await sessionsWith().read()).toEqual({ ...tokens, version: 1 });
  });

  it('is stored encrypted', async () => {
    await renew(0);
    const row = await db.database.prisma.carrierSession.findUniqueOrThrow({
      where: { serviceProviderId: fleet.jasper },
    });
    expect(JSON.stringify(row)).not.toContain('invented');
    expect(encryption.decrypt(fleet.tenantId, row.sessionToken ?? '')).toBe('invented-session');
  });

  it('is renewed by exactly one of many at once, and the others get what that one got', async () => {
    await renew(0);
    const renewals = await Promise.all(Array.from({ length: 10 }, () => renew(1)));
    expect(renewals).toEqual(renewals.map(() => ({ kind: 'open', session: { ...tokens, version: 2 } })));
    expect(logins).toBe(2);
  });

  it('that cannot be decrypted any more counts as none', async () => {
    await renew(0);
    const otherKeys = createEncryption([{ id: 'other', key: randomBytes(32) }]);
    expect(await sessionsWith(otherKeys).read()).toBeNull();
  });

  it('ends with the credentials it was opened with', async () => {
    await renew(0);
    await setCredentials(new Date(Date.now() + 1_000));
    expect(await sessions.read()).toBeNull();
    expect(await renew(0)).toMatchObject({ kind: 'open', session: { version: 2 } });
    expect(await sessions.read()).toMatchObject({ version: 2 });
  });

  it('stays what it was when a log-in fails for another reason than the credentials', async () => {
    await renew(0);
    await expect(renew(1, () => Promise.reject(new Error('the carrier is down')))).rejects.toThrow('down');
    expect(await sessions.read()).toMatchObject({ version: 1 });
    expect(await renew(1)).toMatchObject({ kind: 'open' });
  });
});

describe('refused log-ins', () => {
  it('are given up after three in a row, over all workers', async () => {
    const kinds = [];
    for (let index = 0; index < 5; index++) kinds.push((await renew(0, refused)).kind);
    expect(kinds).toEqual(['refused', 'refused', 'refused', 'given_up', 'given_up']);
    expect((await renew(0)).kind).toBe('given_up');
    expect(logins).toBe(3);
  });

  it('are never more than three when many try at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => renew(0, refused)));
    expect(logins).toBe(3);
  });

  it('count from nothing after one that was granted', async () => {
    await renew(0, refused);
    await renew(0, refused);
    await renew(0);
    await renew(1, refused);
    expect((await renew(1, refused)).kind).toBe('refused');
  });

  it('may be tried again once the credentials are set anew, also when the clocks differ', async () => {
    for (let index = 0; index < 3; index++) await renew(0, refused);
    await setCredentials(new Date(Date.now() + 60_000));
    const kinds = [];
    for (let index = 0; index < 4; index++) kinds.push((await renew(0, refused)).kind);
    expect(kinds).toEqual(['refused', 'refused', 'refused', 'given_up']);
  });
});
