import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHANGE_TYPES, type ChangeType } from '../../../src/domain/change-type.ts';
import { idOf } from '../test-api.ts';
import { createFleet } from '../test-fleet.ts';
import { formOf, sendForm, startUploadApi, type UploadApi } from './send-file.ts';

let upload: UploadApi;
let requests: Readonly<Record<ChangeType, object>>;
beforeAll(async () => {
  upload = await startUploadApi();
  // A device has the number of the example everywhere else in the tests, so this provider has none.
  const { serviceProviderId } = await createFleet(upload.api, 0);
  const customerId = idOf(
    await upload.api.call('admin', 'POST', '/v1/customers', { body: { name: 'Owner' } }),
  );
  await upload.api.call('admin', 'POST', `/v1/customers/${customerId}/sites`, { body: { name: 'Depot' } });
  const request = (changeType: ChangeType, block: object) => ({ serviceProviderId, changeType, ...block });
  requests = {
    statusupdate: request('statusupdate', { statusUpdate: { targetStatus: 'suspend' } }),
    carrierrateplanchange: request('carrierrateplanchange', {
      carrierRatePlanUpdate: { carrierRatePlan: 'EU-5MB' },
    }),
    customerrateplanchange: request('customerrateplanchange', {
      customerRatePlanUpdate: { customerDataAllocationMB: 1 },
    }),
    customerassignment: request('customerassignment', { customerAssignment: { customerId } }),
  };
});
afterAll(() => upload.close());

describe.each(CHANGE_TYPES)('the template for %s', (changeType) => {
  test.each(['csv', 'xlsx'])(
    'as %s is accepted unchanged, and its example is told to be unknown',
    async (ending) => {
      const file = await download(`/v1/templates/${changeType}.${ending}`);
      expect(file.headers['content-disposition']).toBe(`attachment; filename="${changeType}.${ending}"`);
      const answer = await sendForm(
        upload.api,
        formOf(file.rawPayload, requests[changeType], `list.${ending}`),
      );
      expect(answer.body).toMatchObject({
        status: 'ERROR',
        rowReport: {
          rows: 1,
          refused: 1,
          faults: [{ row: 2, column: 'iccid', code: 'device.not_found' }],
          warnings: [],
        },
      });
    },
  );
});

test('a template is found in any letter case, and for an unknown change there is none', async () => {
  expect((await download('/v1/templates/StatusUpdate.csv')).statusCode).toBe(200);
  expect((await download('/v1/templates/nonsense.csv')).statusCode).toBe(404);
});

function download(url: string) {
  const headers = { authorization: `Bearer ${upload.api.tokens.viewer}` };
  return upload.api.app.inject({ method: 'GET', url, headers });
}
