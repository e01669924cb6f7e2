import type { Archive } from './archive.ts';
import { createTextList, type TextList } from './text-list.ts';
import { readXml } from './xml-stream.ts';

/** The texts that the cells of a workbook refer to by number. Rich text is its words, without what is written above them. */
export async function readSharedStrings(archive: Archive, path: string | undefined): Promise<TextList> {
  const strings = createTextList();
  if (path === undefined || !archive.has(path)) return strings;
  let parts = '';
  let isText = false;
  let isPhonetic = false;
  await readXml(await archive.open(path), {
    open: (name) => {
      if (name === 'si') parts = '';
      else if (name === 'rPh') isPhonetic = true;
      else if (name === 't') isText = true;
    },
    text: (text) => {
      if (isText && !isPhonetic) parts += text;
    },
    close: (name) => {
      if (name === 'si') strings.add(parts);
      else if (name === 'rPh') isPhonetic = false;
      else if (name === 't') isText = false;
    },
  });
  return strings;
}
