import { describe, expect, it } from 'vitest';
import { isHiddenField, redactText } from '../../src/platform/redact.ts';

describe('a field name', () => {
  it.each([
    'apiKey',
    'x-api-key',
    'Authorization',
    'password',
    'clientSecret',
    'sessionToken',
    'firstName',
    'last_name',
    'contactName',
    'addressLine1',
    'address',
    'emailAddress',
    'phone',
    'phoneNumber',
    'street',
  ])('%s is hidden', (name) => {
    expect(isHiddenField(name)).toBe(true);
  });

  it.each([
    'name',
    'iccid',
    'msisdn',
    'ipAddress',
    'status',
    'ratePlan',
    'packageTypeId',
    'errorMessage',
    'number',
  ])('%s is shown', (name) => {
    expect(isHiddenField(name)).toBe(false);
  });
});

it('hides fields at any depth and keeps the rest', () => {
  const text = JSON.stringify({
    iccid: '8901',
    owner: [{ firstName: 'Ada', plan: 'Demo' }],
    address: { zip: '1' },
  });

  expect(JSON.parse(redactText(text))).toEqual({
    iccid: '8901',
    owner: [{ firstName: '[redacted]', plan: 'Demo' }],
    address: '[redacted]',
  });
});

it('hides fields in JSON that was cut off', () => {
  const cut = redactText('{"iccid":"8901","password":"s3cr3t \\" still","lastName" : "Par');

  expect(cut).toBe('{"iccid":"8901","password":"[redacted]","lastName" : "[redacted]"');
});

it('leaves a gateway’s HTML as it is', () => {
  expect(redactText('<html>502 Bad Gateway</html>')).toBe('<html>502 Bad Gateway</html>');
});

it('clips to 8 KiB and says so', () => {
  const clipped = redactText('é'.repeat(5_000));

  expect(clipped).toBe(`${'é'.repeat(4_096)}… [clipped, 10000 bytes in all]`);
});

it('survives JSON that is nested too deeply to walk', () => {
  expect(redactText('['.repeat(200_000) + ']'.repeat(200_000))).toContain('[clipped');
});
