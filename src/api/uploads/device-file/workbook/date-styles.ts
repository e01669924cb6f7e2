import type { Archive } from './archive.ts';
import { readXml } from './xml-stream.ts';

/** Whether a cell of this style shows its number as a date. */
export type DateStyles = (style: number) => boolean;

/** The formats every workbook has without listing them, by their numbers in the standard. */
const BUILT_IN = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;

export async function readDateStyles(archive: Archive, path: string | undefined): Promise<DateStyles> {
  if (path === undefined || !archive.has(path)) return () => false;
  const ownFormats = new Map<number, string>();
  const formatOfStyle: number[] = [];
  let isCellStyles = false;
  await readXml(await archive.open(path), {
    open: (name, attributes) => {
      if (name === 'numFmt') ownFormats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') isCellStyles = true;
      else if (name === 'xf' && isCellStyles) formatOfStyle.push(Number(attributes['numFmtId'] ?? 0));
    },
    close: (name) => {
      if (name === 'cellXfs') isCellStyles = false;
    },
  });
  return (style) => {
    const format = formatOfStyle[style] ?? 0;
    const code = ownFormats.get(format);
    return code === undefined ? isBuiltInDate(format) : showsDate(code);
  };
}

function isBuiltInDate(format: number): boolean {
  return BUILT_IN.some(([first, last]) => format >= first && format <= last);
}

/** A format of a date has a year, month, day, hour or second outside of quotes, brackets and escapes. */
function showsDate(code: string): boolean {
  return /[ymdhs]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\.|_./g, ''));
}
