import { expect, test } from 'vitest';
import { readDeviceList } from '../../src/api/device-import/read-device-list.ts';

test('a list whose file has vanished fails the import and nothing else', async () => {
  const list = readDeviceList('/nowhere/devices.csv', undefined);
  const reading = (async () => {
    for await (const page of list.pages) void page;
  })();
  await expect(reading).rejects.toThrow('ENOENT');
});
