/** The contract of a connector: data and pure functions that say how one dialect speaks. It never calls anybody. */

import type { Outcome, ReadMessage, Receipt, Repeats } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { Attachment, Dossier, Kind, Message } from '../model/message.ts';
import type { System, SystemLimits } from '../model/system.ts';

export interface Connector {
  /** The folder's name; never reused, never renamed. */
  id: string;
  title: { vi: string; en: string };
  version: string;
  /** What this dialect's receivers do with the same delivery sent twice. */
  repeats: Repeats;
  limits: SystemLimits;
  /** JSON Schema of `system.settings`. */
  settings: object;
  /** Doors mounted under `/in/<system>`. */
  doors: readonly Door[];
  /** How a refusal looks to the dialect's own client: never like a success. */
  refuse(refusal: Refusal): WireAnswer;
  sends: Partial<Record<Kind, Send>>;
  /** A harmless call that shows whether the system is there; without it due heads take turns. */
  probe?: (system: System) => WireRequest;
}

export interface Door {
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Express 5 path below `/in/<system>`: `/o/rest/v2/dossiers/:id/files`. */
  path: string;
  body: 'none' | 'json' | 'form' | 'multipart';
  limitBytes?: number;
  /** JSON Schema of the parsed body (form: an object of strings). */
  schema?: object;
  /** The path parameter that names a dossier, by the number we gave or by the caller's own key. */
  reference?: string;
  /** Pure. Throws `InvalidMessage` when the request makes no sense. */
  read(request: DoorRequest): Reading;
  answer(receipt: DoorReceipt, request: DoorRequest): WireAnswer;
}

export interface DoorRequest {
  system: System;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  body: unknown;
  files: readonly ReceivedFile[];
  /** `params[door.reference]` resolved to the caller's own key of the dossier. */
  key?: string;
  /** RFC 3339, for dialects that do not say when. */
  receivedAt: string;
}

/** An uploaded file, already stored; its bytes stay as they came. */
export interface ReceivedFile {
  field: string;
  file: string;
  fileName?: string;
  mediaType?: string;
  sizeBytes: number;
  sha256: string;
}

/** What a request means. */
export type Reading =
  | { type: 'messages'; messages: readonly ReadMessage[] }
  /** One part of a message that comes in several requests; durable at once, kept under the assembly's key. */
  | { type: 'fragment'; assembly: string; part: string; data: unknown }
  /** The request that says "that was all": the fragments become messages. */
  | {
      type: 'closing';
      assembly: string;
      assemble(fragments: readonly Fragment[]): readonly ReadMessage[];
    }
  /** A look-up about one dossier; answered from the ledger, for participants only. */
  | { type: 'question'; key: string };

export interface Fragment {
  id: string;
  part: string;
  data: unknown;
  /** RFC 3339 */
  receivedAt: string;
}

export interface DoorReceipt {
  /** The stable number of the assembly or dossier for this caller (OpenCPS `dossierId`). */
  number?: number;
  key?: string;
  receipts: readonly Receipt[];
  /** Only for questions: what the ledger knows. */
  dossier?: DossierView;
}

/** One dossier as folded from all its messages. */
export interface DossierView {
  dossier: Dossier;
  status: Message['status'] | null;
  /** RFC 3339 */
  statusAt: string | null;
}

export interface WireAnswer {
  status: number;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body: unknown;
}

/** Why a request is refused, before the dialect says it in its words. */
export interface Refusal {
  /** The gateway's HTTP status: 400, 401, 403, 404, 413, 415, 422, 503. */
  status: number;
  code: string;
  message: string;
  findings: readonly Finding[];
  retryAfterMs?: number;
}

export interface Send {
  /** False: the message says it all, so the dossier need not be looked up; `input.dossier` is then only the message's own. */
  usesDossier?: false;
  /** Pure: the named steps that say this message in the dialect. Throws `MappingGap` where it cannot be said. */
  steps(input: SendInput): readonly Step[];
}

export interface SendInput {
  deliveryId: string;
  message: Message;
  /** The dossier folded from every message accepted up to this one; `message.dossier` wins. */
  dossier: DossierView;
  system: System;
  /** Agency codes valid for this dossier in the receiver's scheme are data of the configuration. */
  fileUrl(file: string): string;
}

/** A step's result is committed in the delivery's notebook before the next: a restart resumes after the last one. */
export interface Step {
  name: string;
  /** Its note counts for one attempt only: a look-up must be made again before what it guards is repeated. */
  fresh?: true;
  /** JSON Schema of the body's values, checked before anything leaves. */
  schema?: object;
  /** Pure; `null` when the notebook shows there is nothing to do. */
  request(notebook: Notebook): WireRequest | null;
  /** The dialect's own rule of success. */
  judge(response: WireResponse, notebook: Notebook): StepResult;
}

/** What earlier steps left, by step name. */
export type Notebook = Readonly<Record<string, unknown>>;

export interface WireRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the system's base URL. */
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?:
    | { form: Record<string, string> }
    | { json: unknown }
    | { multipart: { fields: Record<string, string>; file?: { field: string; attachment: Attachment } } };
}

export interface WireResponse {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
  /** The body as JSON, `undefined` if it is none. */
  json: unknown;
}

export type StepResult =
  | { outcome: 'delivered'; note?: unknown }
  | {
      outcome: Exclude<Outcome, 'delivered'>;
      /** system: everybody would get this answer. message: only this one. Default message. */
      scope?: 'system' | 'message';
      /** Short, ours, without anything of the payload. */
      reason: string;
      retryAfterMs?: number;
    };
