/** A backup is a row of frames: four bytes of length, then that many bytes. An empty frame ends a table's rows. */

const mostBytes = 1_100_000_000;

/** Bytes, or a value as JSON, with their length before them. */
export function frame(content: Buffer | object): Buffer {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

export interface FrameReader {
  /** The next frame's bytes; throws at the end of the file, for a whole backup says itself where it ends. */
  bytes(): Promise<Buffer>;
  json<T>(): Promise<T>;
}

/** Reads frames out of chunks of any size. */
export function readFrames(source: AsyncIterable<Buffer>): FrameReader {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  async function take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [rest];
    let have = rest.length;
    while (have < length) {
      const { value, done } = await chunks.next();
      if (done) throw new Error('the backup is cut off');
      parts.push(value);
      have += value.length;
    }
    const all = parts.length === 1 ? rest : Buffer.concat(parts);
    rest = all.subarray(length);
    return all.subarray(0, length);
  }

  async function bytes(): Promise<Buffer> {
    const length = (await take(4)).readUInt32BE();
    if (length > mostBytes) throw new Error('this is no backup of the gateway');
    return take(length);
  }

  return {
    bytes,
    json: async <T>() => JSON.parse((await bytes()).toString('utf8')) as T,
  };
}
