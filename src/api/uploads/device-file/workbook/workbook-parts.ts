import { posix } from 'node:path';
import { notAWorkbook, type Archive } from './archive.ts';
import { readXml } from './xml-stream.ts';

export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** Its part in the archive. */
  readonly path: string;
}

export interface WorkbookParts {
  readonly sheets: readonly Sheet[];
  /** Dates count from 1904 instead of 1900. */
  readonly from1904: boolean;
  readonly sharedStringsPath: string | undefined;
  readonly stylesPath: string | undefined;
}

interface Relation {
  readonly id: string;
  /** The last word of the relation's type, such as `worksheet`. */
  readonly kind: string;
  readonly path: string;
}

/** Finds the parts of a workbook by its own table of contents. @throws UnreadableFileError */
export async function readWorkbookParts(archive: Archive): Promise<WorkbookParts> {
  const [main] = (await readRelations(archive, '')).filter(({ kind }) => kind === 'officeDocument');
  if (main === undefined || !archive.has(main.path)) throw notAWorkbook('it has no list of sheets');
  if (!main.path.endsWith('.xml')) throw notAWorkbook('it is a binary one (.xlsb)');
  const relations = await readRelations(archive, main.path);
  const { entries, from1904 } = await readSheetList(archive, main.path);
  const pathOf = (wanted: string) => relations.find(({ kind }) => kind === wanted)?.path;
  return {
    from1904,
    sharedStringsPath: pathOf('sharedStrings'),
    stylesPath: pathOf('styles'),
    sheets: entries.flatMap(({ relationId, name, isHidden }) => {
      const relation = relations.find(({ id }) => id === relationId);
      // Sheets of another kind, such as charts, have no cells.
      return relation?.kind === 'worksheet' ? [{ name, isHidden, path: relation.path }] : [];
    }),
  };
}

/** The relations of a part, or of the whole archive where the path is empty. */
async function readRelations(archive: Archive, partPath: string): Promise<Relation[]> {
  const folder = partPath === '' ? '' : posix.dirname(partPath);
  const path = posix.join(folder, '_rels', `${posix.basename(partPath)}.rels`);
  const relations: Relation[] = [];
  if (!archive.has(path)) return relations;
  await readXml(await archive.open(path), {
    open: (name, { Id: id = '', Type: type = '', Target: target = '' }) => {
      if (name !== 'Relationship') return;
      const place = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
      relations.push({ id, kind: posix.basename(type), path: place });
    },
  });
  return relations;
}

interface SheetEntry {
  readonly relationId: string;
  readonly name: string;
  readonly isHidden: boolean;
}

async function readSheetList(
  archive: Archive,
  path: string,
): Promise<{ readonly entries: readonly SheetEntry[]; readonly from1904: boolean }> {
  const entries: SheetEntry[] = [];
  let from1904 = false;
  await readXml(await archive.open(path), {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const relationId = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      const isHidden = (attributes['state'] ?? 'visible') !== 'visible';
      entries.push({ relationId, name: attributes['name'] ?? '', isHidden });
    },
  });
  return { entries, from1904 };
}
