import type { ChangeType } from '../../domain/change-type.ts';

const ICCID = { title: 'ICCID', example: '8901000000000000001', width: 24 };
const MSISDN = { title: 'MSISDN', example: '', width: 18 };
const IMEI = { title: 'IMEI', example: '350000000000006', width: 20 };
const EFFECTIVE_DATE = { title: 'Effective Date', example: '', width: 18 };

export interface TemplateColumn {
  readonly title: string;
  /** Numbers that belong to nobody; empty where a row needs no value. */
  readonly example: string;
  /** In characters. */
  readonly width: number;
}

/** The columns of a list for each change. An upload knows them by these titles: see device-columns.ts. */
export const TEMPLATE_COLUMNS = {
  customerassignment: [ICCID, MSISDN, EFFECTIVE_DATE],
  carrierrateplanchange: [ICCID, MSISDN, EFFECTIVE_DATE],
  customerrateplanchange: [ICCID, MSISDN, EFFECTIVE_DATE],
  statusupdate: [ICCID, MSISDN, IMEI, EFFECTIVE_DATE],
} as const satisfies Record<ChangeType, readonly TemplateColumn[]>;
