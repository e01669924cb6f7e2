import { expect, it } from 'vitest';
import { basic, iccid, revioSandbox } from './running-simulators.ts';

const order = { customerId: '7001', number: '882350000000001', iccid: iccid(1) };

it('makes a line of each call, and finds them by number and customer', async () => {
  const { send, effects } = await revioSandbox();
  const first = await send('POST', '/services', { ...order, activatedDate: '2026-01-05T00:00:00Z' });
  await send('POST', '/services', order);
  expect(first).toMatchObject({ status: 201, json: { serviceId: 500_001 } });
  expect(await effects()).toEqual([`serviceCreated ${iccid(1)} 500001`, `serviceCreated ${iccid(1)} 500002`]);
  const found = await send('GET', `/services?number=${order.number}&customerId=7001`);
  expect(found.json).toMatchObject({
    total: 2,
    services: [{ serviceId: 500_001, disconnectedDate: null }, {}],
  });
  expect((await send('GET', `/services?number=${order.number}&customerId=700`)).json).toMatchObject({
    total: 0,
  });
});

it('makes a product of each call, and lists them', async () => {
  const { send, effects } = await revioSandbox();
  await send('POST', '/services', order);
  const made = await send('POST', '/services/500001/products', { productId: 31, rate: 3 });
  expect(made).toMatchObject({ status: 201, json: { serviceProductId: 900_001 } });
  expect((await effects())[1]).toBe(`productCreated ${iccid(1)} 31`);
  const listed = await send('GET', '/services/500001/products');
  expect(listed.json).toMatchObject({ products: [{ productId: '31', rate: 3, status: 'ACTIVE' }] });
});

it('brings the products of a package along', async () => {
  const { send, effects } = await revioSandbox();
  await send('POST', '/services', { ...order, packageId: '90' });
  const listed = await send('GET', '/services/500001/products');
  expect(listed.json).toMatchObject({ products: [{ productId: '31', rate: 4, packageId: '90' }] });
  expect(await effects()).toHaveLength(1);
});

it('refuses unknown customers, products, packages and credentials', async () => {
  const { send } = await revioSandbox();
  await send('POST', '/services', order);
  expect((await send('POST', '/services', { ...order, customerId: '1' })).status).toBe(400);
  expect((await send('POST', '/services', { ...order, packageId: '1' })).status).toBe(400);
  expect((await send('POST', '/services/500001/products', { productId: '1' })).status).toBe(400);
  const wrong = { authorization: basic('acme-billing', 'nonsense') };
  expect((await send('GET', '/services', undefined, wrong)).status).toBe(401);
});

it('hides a line from another account', async () => {
  const { send } = await revioSandbox();
  await send('POST', '/services', order);
  const other = { authorization: basic('other-billing', 'other-secret') };
  expect((await send('GET', '/services/500001/products', undefined, other)).status).toBe(404);
  expect((await send('GET', '/services', undefined, other)).json).toMatchObject({ total: 0 });
});

it('tells the wait of a 429 in its sentence only', async () => {
  const { send, faults } = await revioSandbox();
  await faults({ do: 'http', status: 429, retryAfterSeconds: 3, times: 1 });
  const reply = await send('GET', '/services');
  expect(reply).toMatchObject({
    status: 429,
    json: { message: 'Rate limit exceeded. Try again in 3 seconds.' },
  });
  expect(reply.headers.get('retry-after')).toBeNull();
});

it('shows the lines of a device with their products as the truth', async () => {
  const { admin } = await revioSandbox();
  const added = await admin('POST', 'devices', [
    { account: 'acme', ...order, products: [{ productId: '31', rate: 1 }] },
  ]);
  expect(added).toMatchObject({ status: 201, json: { added: 1 } });
  expect((await admin('GET', `devices/${order.number}`)).json).toMatchObject({
    identifier: order.number,
    services: [{ serviceId: 500_001, products: [{ rate: 1 }] }],
  });
});
