import { z } from 'zod';
import { bulkChangeSchema } from './bulk-change.ts';
import { submitBulkChangeSchema } from './submit-bulk-change.ts';

const EXAMPLE_REQUEST = {
  serviceProviderId: '01990000-0000-7000-8000-000000000001',
  changeType: 'statusupdate',
  statusUpdate: { targetStatus: 'suspend' },
};

/** A submission whose devices come in a file. */
const uploadRequestSchema = submitBulkChangeSchema.omit({ devices: true }).meta({
  id: 'BulkChangeUploadRequest',
  description: 'The body of POST /v1/bulk-changes without `devices`, as JSON.',
  examples: [EXAMPLE_REQUEST],
});

/** What the sender calls the file, and says that it is. */
export interface UploadedFileName {
  readonly name: string;
  readonly contentType: string;
}

/** What the parts of the form become. The file is on disk by then: see spool.ts. */
export const uploadFormSchema = z
  .strictObject({
    file: z
      .custom<UploadedFileName>((value) => value !== undefined)
      .meta({
        type: 'string',
        format: 'binary',
        description:
          'CSV or XLSX: a header, and a row for each device. GET /v1/templates/{changeType}.xlsx has the columns.',
      }),
    request: uploadRequestSchema
      .optional()
      .describe('Needed unless the file is a corrected errors.csv, whose rows have a retryOf.'),
  })
  .meta({ id: 'BulkChangeUpload' });

export type UploadForm = z.output<typeof uploadFormSchema>;

export type UploadRequest = z.output<typeof uploadRequestSchema>;

const count = z.int().min(0);

const rowNoteSchema = z
  .object({
    row: count.describe('As a spreadsheet shows it: the header is row 1.'),
    column: z.string().describe('The column, or empty where the whole row is meant.'),
    code: z.string().describe('Stable, dotted.'),
    detail: z.string().describe('What is wrong, and where.'),
  })
  .meta({ id: 'RowNote' });

export const MAX_LISTED_ROWS = 1_000;

const notesSchema = z.array(rowNoteSchema).max(MAX_LISTED_ROWS);

export const rowReportSchema = z
  .object({
    rows: count.describe('Rows below the header that are not blank.'),
    devices: count.describe('Devices of the change.'),
    refused: count.describe('Devices that were stored with an ERROR.'),
    duplicates: count.describe('Rows left out because they name a device of an earlier row.'),
    faults: notesSchema.describe('The devices that were stored with an ERROR, by the row of the file.'),
    moreFaults: count.describe('Those beyond the first thousand.'),
    warnings: notesSchema.describe('What may be a mistake, and was accepted.'),
    moreWarnings: count.describe('Those beyond the first thousand.'),
  })
  .meta({ id: 'RowReport' });

export type RowReport = z.output<typeof rowReportSchema>;

export const uploadAnswerSchema = z
  .object({ ...bulkChangeSchema.shape, rowReport: rowReportSchema })
  .meta({ id: 'UploadedBulkChange' });
