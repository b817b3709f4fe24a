/** The only way out: one hardened HTTP client per system (design 3.6). It judges the line, never the answer. */
import axios from 'axios';
import { MappingGap, Misconfigured } from '../model/errors.ts';
import type { WireRequest, WireResponse } from './connector.ts';
import { createAddressCheck } from './partner-address.ts';
import { type OpenFile, type SerialisedBody, serialise } from './request-body.ts';
import { createPool, undiciAdapter } from './undici-adapter.ts';

export interface PartnerHttpOptions {
  system: { id: string; baseUrl: string; allow: readonly string[] };
  /** The deadline of a call that names none, and of connecting (10 s at most). */
  timeoutMs: number;
  /** After decompression. */
  maxResponseBytes: number;
}

export interface CallSettings {
  /** For everything: connecting, sending and reading the whole answer. */
  deadlineMs?: number;
  signal?: AbortSignal;
  /** Computed over the exact bytes that leave; null where they are streamed (multipart with a file). */
  headers?: (body: Buffer | null) => Readonly<Record<string, string>>;
  openFile: OpenFile;
}

/** unavailable: the partner has not got it, repeating is safe. ambiguous: it may have got it. */
export interface LineFailure {
  ok: false;
  outcome: 'unavailable' | 'ambiguous';
  scope: 'system' | 'message';
  /** Ours, without anything of the payload. */
  reason: string;
}

export type CallResult = { ok: true; response: WireResponse } | LineFailure;

export interface PartnerHttp {
  /**
   * One call; redirects and error statuses come back as answers. Throws `MappingGap` for a request that cannot be
   * made, and what `openFile` throws: in both cases nothing was sent.
   */
  call(request: WireRequest, settings: CallSettings): Promise<CallResult>;
  close(): Promise<void>;
}

const connectTimeoutMaxMs = 10_000;

/** The client of one system. Throws `Misconfigured` for a base URL or address list that cannot be used. */
export function createPartnerHttp({ system, timeoutMs, maxResponseBytes }: PartnerHttpOptions): PartnerHttp {
  const base = baseOf(system.baseUrl);
  const pool = createPool(base.origin, {
    connectTimeoutMs: Math.min(timeoutMs, connectTimeoutMaxMs),
    isAllowed: createAddressCheck(system.allow),
  });
  const client = axios.create({
    proxy: false,
    maxRedirects: 0,
    transformRequest: [],
    transformResponse: [],
    validateStatus: null,
    headers: { 'User-Agent': 'one-stop-gateway', 'Accept-Encoding': 'gzip, deflate, br' },
  });

  async function call(request: WireRequest, settings: CallSettings): Promise<CallResult> {
    const url = urlOf(base, request);
    const body = await serialise(request.body, settings.openFile);
    const headers = headersOf(request, body, settings);
    const deadline = AbortSignal.timeout(settings.deadlineMs ?? timeoutMs);
    let sent = false;
    const onSending = () => {
      sent = true;
    };
    try {
      const answer = await client.request<Buffer>({
        url: url.href,
        method: request.method,
        headers,
        ...(body !== null && { data: body.data }),
        signal: settings.signal ? AbortSignal.any([deadline, settings.signal]) : deadline,
        adapter: undiciAdapter(pool, { maxResponseBytes, onSending }),
      });
      return {
        ok: true,
        response: wireResponse(answer.status, plainHeaders(answer.headers), answer.data),
      };
    } catch (error) {
      return failure(error, { request, sent, late: deadline.aborted });
    }
  }

  return { call, close: () => pool.destroy() };
}

function baseOf(text: string): URL {
  const base = URL.canParse(text) ? new URL(text) : null;
  if (base === null || !['http:', 'https:'].includes(base.protocol)) {
    throw new Misconfigured('the base URL must be an http or https address');
  }
  if (base.username !== '' || base.password !== '') {
    throw new Misconfigured('the base URL must not carry a user name or password');
  }
  return base;
}

/** The path below the base URL: it can leave neither the host nor the base's own path. */
function urlOf(base: URL, { path, query = {} }: WireRequest): URL {
  if (/[?#\\]/.test(path))
    throw new MappingGap('the path of the request contains a query, a fragment or a backslash');
  const below = base.pathname.replace(/\/+$/, '');
  const url = new URL(`${base.origin}${below}/${path.replace(/^\/+/, '')}`);
  if (!url.pathname.startsWith(`${below}/`))
    throw new MappingGap('the path of the request leaves the base URL');
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value);
  return url;
}

function headersOf(
  request: WireRequest,
  body: SerialisedBody | null,
  { headers }: CallSettings,
): Record<string, string> {
  const data = body?.data ?? Buffer.alloc(0);
  try {
    return checkedHeaders(request, body, headers?.(Buffer.isBuffer(data) ? data : null));
  } catch (error) {
    if (!Buffer.isBuffer(data)) data.destroy();
    throw error;
  }
}

function checkedHeaders(
  request: WireRequest,
  body: SerialisedBody | null,
  own: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  const all = {
    ...(body !== null && { 'Content-Type': body.contentType }),
    ...request.headers,
    ...own,
  };
  // axios would silently take the signs out and send another value than the one meant.
  const isUnfit = Object.values(all).some((value) => /[^\t\x20-\x7E\x80-\xFF]/.test(value));
  if (isUnfit) throw new MappingGap('a header of the request has a value that HTTP does not allow');
  return all;
}

/** Cookies are kept apart by line breaks: a comma also stands inside their dates. */
function plainHeaders(headers: object): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => {
    const text = Array.isArray(value) ? value.join(name === 'set-cookie' ? '\n' : ', ') : String(value);
    return [name, text] as const;
  });
  return Object.fromEntries(entries);
}

function wireResponse(status: number, headers: Record<string, string>, bytes: Buffer): WireResponse {
  const text = textOf(bytes, headers['content-type'] ?? '');
  return { status, headers: { ...headers }, text, json: jsonOf(text) };
}

/** In the charset the answer claims, else UTF-8; what cannot be decoded shows as the replacement character. */
function textOf(bytes: Buffer, contentType: string): string {
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failure(
  error: unknown,
  { request, sent, late }: { request: WireRequest; sent: boolean; late: boolean },
): LineFailure {
  const code = String((error as { code?: unknown }).code ?? 'unknown');
  if (code === 'UND_ERR_INVALID_ARG')
    throw new MappingGap('the request has a header or path that HTTP does not allow');
  const reason = late ? 'deadline' : `connection: ${code}`;
  if (!sent) return { ok: false, outcome: 'unavailable', scope: 'system', reason };
  // A GET changes nothing: asking again is always safe.
  if (request.method === 'GET') return { ok: false, outcome: 'unavailable', scope: 'message', reason };
  return { ok: false, outcome: 'ambiguous', scope: 'message', reason };
}
