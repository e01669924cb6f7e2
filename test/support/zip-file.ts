import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: string | Buffer;
  /** What the archive says of the size; absent: the truth. */
  readonly saidSize?: number;
}

/** A ZIP archive byte by byte, so that a test can make one that no honest program writes. */
export function zipFile(entries: readonly ZipEntry[], { flags = 0 } = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, saidSize } of entries) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes, { level: 9 });
    const facts = Buffer.alloc(22);
    facts.writeUInt16LE(flags, 0);
    facts.writeUInt16LE(8, 2);
    facts.writeUInt32LE(crc32(bytes), 8);
    facts.writeUInt32LE(packed.length, 12);
    facts.writeUInt32LE(saidSize ?? bytes.length, 16);
    facts.writeUInt16LE(Buffer.byteLength(name), 20);
    const local = Buffer.concat([
      number(0x04034b50, 4),
      number(20, 2),
      facts,
      number(0, 2),
      Buffer.from(name),
      packed,
    ]);
    const place = [number(0, 2), number(0, 2), number(0, 2), number(0, 2), number(0, 4), number(offset, 4)];
    directory.push(number(0x02014b50, 4), number(20, 2), number(20, 2), facts, ...place, Buffer.from(name));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const count = number(entries.length, 2);
  const end = [
    number(0x06054b50, 4),
    number(0, 4),
    count,
    count,
    number(central.length, 4),
    number(offset, 4),
  ];
  return Buffer.concat([...locals, central, ...end, number(0, 2)]);
}

function number(value: number, bytes: 2 | 4): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}
