/** How OpenCPS calls others: forms without a content type, multipart with its own boundary (formats 3.1). */
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';

export interface Target {
  gatewayUrl: string;
  systemId: string;
  credentials: { apiKey?: string; username?: string; password?: string };
}

export interface SimulatedFile {
  referenceUid: string;
  partNo: string;
  displayName: string;
  fileName: string;
  mediaType: string;
  base64: string;
}

export interface ClientAnswer {
  status: number;
  body: unknown;
}

export interface Client {
  form(method: 'POST' | 'PUT', path: string, fields: Record<string, unknown>): Promise<ClientAnswer>;
  multipart(path: string, fields: Record<string, unknown>, file: SimulatedFile): Promise<ClientAnswer>;
  get(path: string): Promise<ClientAnswer>;
}

/** The client of one site; `String.valueOf(null)` makes missing values the word `null`. */
export function createClient(target: Target, groupId: string): Client {
  const base = `${target.gatewayUrl.replace(/\/$/, '')}/in/${target.systemId}`;
  const headers = { groupId, Accept: 'application/json', ...authorization(target) };

  async function call(
    method: string,
    path: string,
    { body = Buffer.alloc(0), more = {} }: { body?: Buffer; more?: Record<string, string> },
  ): Promise<ClientAnswer> {
    const url = new URL(base + path);
    const { request } = url.protocol === 'https:' ? https : http;
    const sent = request(url, { method, headers: { ...headers, ...more, 'Content-Length': body.length } });
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [http.IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return { status: answer.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString('utf8')) };
  }

  return {
    form(method, path, fields) {
      const pairs = Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]);
      return call(method, path, { body: Buffer.from(new URLSearchParams(pairs).toString()) });
    },
    multipart(path, fields, file) {
      const boundary = `===${Date.now()}===`;
      const more = {
        'Content-Type': `multipart/form-data; boundary="${boundary}"`,
        'User-Agent': 'OpenCPS-Agent',
      };
      return call('POST', path, { body: multipartBody(boundary, fields, file), more });
    },
    get: (path) => call('GET', path, {}),
  };
}

function multipartBody(boundary: string, fields: Record<string, unknown>, file: SimulatedFile): Buffer {
  const texts = Object.entries(fields).map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n${String(value)}\r\n`,
  );
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${file.fileName}"\r\nContent-Type: ${file.mediaType}\r\nContent-Transfer-Encoding: binary\r\n\r\n`;
  return Buffer.concat([
    Buffer.from(texts.join('') + head),
    Buffer.from(file.base64, 'base64'),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
}

function authorization({ credentials }: Target): Record<string, string> {
  const { apiKey, username, password = '' } = credentials;
  if (apiKey !== undefined) return { Authorization: `Bearer ${apiKey}` };
  if (username === undefined) return {};
  return { Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
