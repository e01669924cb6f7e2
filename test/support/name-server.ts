import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A DNS server of a test's own, by UDP. */
export interface NameServer {
  /** With its port, as resolvers are told it. */
  readonly address: string;
  close(): void;
}

/** The one IPv4 address that a name has, or `none`, or `silent`: the question is never answered. */
export type Zone = Readonly<Record<string, string>>;

const HEADER_BYTES = 12;
/** Type and class. */
const QUESTION_TAIL_BYTES = 4;
const TYPE_A = 1;

export async function startNameServer(zone: Zone): Promise<NameServer> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const answer = answerTo(query, zone);
    if (answer !== null) socket.send(answer, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  return { address: `127.0.0.1:${String(port)}`, close: () => void socket.close() };
}

function answerTo(query: Buffer, zone: Zone): Buffer | null {
  const end = query.indexOf(0, HEADER_BYTES) + 1;
  const found = zone[nameAt(query)] ?? 'none';
  if (found === 'silent') return null;
  const isAnswered = found !== 'none' && query.readUInt16BE(end) === TYPE_A;
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  // An answer; recursion was wanted and is available; one question and its answers.
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(isAnswered ? 1 : 0, 6);
  const question = query.subarray(HEADER_BYTES, end + QUESTION_TAIL_BYTES);
  return Buffer.concat([header, question, ...(isAnswered ? [recordOf(found)] : [])]);
}

function nameAt(query: Buffer): string {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return labels.join('.').toLowerCase();
}

/** The name of the question, an A record of class IN that lives no second, and its four bytes. */
function recordOf(address: string): Buffer {
  return Buffer.from([
    0xc0,
    HEADER_BYTES,
    0,
    TYPE_A,
    0,
    1,
    0,
    0,
    0,
    0,
    0,
    4,
    ...address.split('.').map(Number),
  ]);
}
