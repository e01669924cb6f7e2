import { describe, expect, it } from 'vitest';
import { logDescription } from '../../src/domain/audit-text.ts';
import {
  CHANGE_BLOCKS,
  CHANGE_TYPES,
  parseChangeType,
  type ChangeType,
} from '../../src/domain/change-type.ts';
import { INTEGRATIONS, type Integration } from '../../src/domain/integration.ts';
import { portalOf } from '../../src/domain/portal.ts';

describe('the description of a log entry', () => {
  it.each<[ChangeType, Integration, string]>([
    ['customerassignment', 'JASPER', 'Assign Customer: Update Device'],
    ['customerrateplanchange', 'POND', 'Change Customer Rate Plan: Update Device'],
    ['carrierrateplanchange', 'JASPER', 'Change Carrier Rate Plan: Jasper Update Device'],
    ['carrierrateplanchange', 'THINGSPACE', 'Change Carrier Rate Plan: ThingSpace Update Device'],
    ['statusupdate', 'POND', 'Update Device Status: POND Update Device'],
    ['statusupdate', 'TELEGENCE', 'Update Device Status: Telegence Update Device'],
  ])('of a %s at %s is "%s"', (changeType, integration, text) => {
    expect(logDescription(changeType, integration, 'Update Device')).toBe(text);
  });

  it('is a different one for each kind of change and names the carrier only where it has a part', () => {
    for (const integration of INTEGRATIONS) {
      const texts = CHANGE_TYPES.map((type) => logDescription(type, integration, 'X'));
      expect(new Set(texts).size).toBe(CHANGE_TYPES.length);
      expect(texts.every((text) => text.endsWith('X'))).toBe(true);
    }
  });
});

describe('a change type', () => {
  it('is read in any letter case, and never guessed', () => {
    expect(parseChangeType(' CustomerRatePlanChange ')).toBe('customerrateplanchange');
    for (const text of ['', 'status', 'statusupdates', 'constructor', '__proto__']) {
      expect(parseChangeType(text)).toBeUndefined();
    }
  });

  it('has a block of its own in the request', () => {
    expect(new Set(Object.values(CHANGE_BLOCKS)).size).toBe(CHANGE_TYPES.length);
  });
});

it('only Telegence is logged under the mobility portal', () => {
  expect(INTEGRATIONS.filter((integration) => portalOf(integration) === 'MOBILITY')).toEqual(['TELEGENCE']);
  expect(portalOf('JASPER')).toBe('M2M');
});
