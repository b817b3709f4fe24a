/** The closing request: an action with everything that came before it is one canonical message. */
import type { DoorRequest, Fragment } from '../../kit/connector.ts';
import { InvalidMessage } from '../../model/errors.ts';
import type { ReadMessage } from '../../model/exchange.ts';
import { error } from '../../model/finding.ts';
import type { Dossier, Message, State } from '../../model/message.ts';
import { readDossier } from './dossier.ts';
import { extended } from './extension.ts';
import { type Form, formOf, instant, jsonObject, known, present } from './form.ts';
import { gather, type Pieces } from './gather.ts';
import { readPayment, restOfPayment } from './payment.ts';
import { aliasesOf, stripCopyPrefix } from './reference.ts';
import { isPortal, type Meaning, type Settings, settingsOf } from './settings.ts';

interface Action {
  code: string;
  form: Form;
  payload: Readonly<Record<string, unknown>>;
  note: string | undefined;
  key: string;
  meaning: Meaning;
  pieces: Pieces;
  receivedAt: string;
}

/** The one message that the action closes. Throws `InvalidMessage` when its texts cannot be read. */
export function readAction(
  request: DoorRequest,
  { key, fragments }: { key: string; fragments: readonly Fragment[] },
): ReadMessage[] {
  const form = formOf(request.body);
  const settings = settingsOf(request.system);
  const code = form['actionCode'] ?? '';
  const isResult = (partNo: string) =>
    settings.actions[code]?.kind === 'result.issued' ||
    settings.resultParts.some((beginning) => partNo.startsWith(beginning));
  const pieces = gather(fragments, isResult);
  const payload = jsonObject(form['payload'], '/payload');
  const meaning = meaningOf(code, { settings, payload, pieces, fromPortal: isPortal(request.system) });
  const note = form['actionNote'];
  const action = { code, form, payload, note, key, meaning, pieces, receivedAt: request.receivedAt };
  return [{ message: messageOf(action), identity: identityOf(action), findings: [] }];
}

function meaningOf(
  code: string,
  about: { settings: Settings; payload: Action['payload']; pieces: Pieces; fromPortal: boolean },
): Meaning {
  const { settings, payload, pieces, fromPortal } = about;
  if (crossDossier(payload) !== undefined) return { kind: 'dossier.transferred' };
  const configured = settings.actions[code];
  if (configured?.kind.startsWith('payment.') && pieces.payment === undefined)
    return withoutPayment(configured);
  // The same submission button answers a supplement request, but then no dossier comes along.
  if (configured?.kind === 'dossier.submitted' && !pieces.dossier) return { kind: 'supplement.provided' };
  if (configured?.kind === 'dossier.transferred') return { kind: 'dossier.progressed' };
  if (configured !== undefined) return configured;
  if (pieces.dossier) return { kind: 'dossier.submitted' };
  return { kind: fromPortal && pieces.attachments.length > 0 ? 'supplement.provided' : 'dossier.progressed' };
}

/** A configured payment action without a payment still says the state it leads to. */
function withoutPayment({ state }: Meaning): Meaning {
  return state === undefined ? { kind: 'dossier.progressed' } : { kind: 'dossier.status-changed', state };
}

function crossDossier(payload: Action['payload']): Record<string, unknown> | undefined {
  const cross = payload['crossDossier'];
  return typeof cross === 'object' && cross !== null ? { ...cross } : undefined;
}

function messageOf(action: Action): Message {
  const { meaning, payload, note, form, pieces } = action;
  const { dossier, rest } = dossierOf(action);
  const { actionUser, actionNote: _, payload: __, ...others } = form;
  const base = known<Omit<Message, 'kind' | 'step' | 'payment'>>({
    occurredAt: occurredAtOf(action, dossier),
    dossier,
    officer: actionUser === undefined ? undefined : { name: actionUser },
    note,
    status: statusOf(action),
    ...extended(
      known({
        dossier: rest,
        files: pieces.files,
        payment: paymentBeside(action),
        action: known<Record<string, unknown>>({
          ...others,
          payload: Object.keys(payload).length > 0 ? payload : undefined,
        }),
      }),
    ),
  });
  return { ...base, ...bodyOf(action, meaning.kind), kind: meaning.kind } as Message;
}

/** The members that only this kind has. */
function bodyOf(action: Action, kind: Message['kind']): object {
  const { code, note, payload, pieces } = action;
  if (kind === 'dossier.progressed') return { step: { actionCode: code } };
  if (kind === 'supplement.requested') return { supplement: { reason: reasonOf(action) } };
  if (kind === 'result.issued') return { result: known({ issuedAt: issuedAt(payload) }) };
  if (kind === 'dossier.withdrawn') return known({ reason: note });
  if (kind === 'dossier.transferred') return { transfer: { to: { code: targetOf(payload) } } };
  if (!kind.startsWith('payment.') || pieces.payment === undefined) return {};
  return { payment: readPayment(pieces.payment, `${action.key}:${code}`) };
}

function statusOf({ meaning, code, note }: Action): Message['status'] {
  if (meaning.state === undefined) return undefined;
  const reasoned: readonly State[] = ['rejected-at-reception', 'suspended', 'stopped'];
  return known({
    state: meaning.state,
    source: { code },
    reason: reasoned.includes(meaning.state) ? note : undefined,
  });
}

/** The dossier as this closing knows it: its form if it came, and what the payload says. */
function dossierOf({ key, payload, pieces }: Action): { dossier: Dossier; rest: Form | undefined } {
  const read = pieces.dossier === undefined ? undefined : readDossier(pieces.dossier, 'create');
  const code = present(payload['dossierNo']) ?? read?.dossier.code;
  const dossier = known<Dossier>({
    ...read?.dossier,
    ids: aliasesOf(stripCopyPrefix(pieces.dossier?.['referenceUid'] ?? key), code),
    code,
    submittedAt: time(payload, 'submitDate') ?? read?.dossier.submittedAt,
    receivedAt: time(payload, 'receiveDate') ?? read?.dossier.receivedAt,
    dueAt: time(payload, 'dueDate') ?? read?.dossier.dueAt,
    finishedAt: time(payload, 'releaseDate') ?? read?.dossier.finishedAt,
    returnedAt: time(payload, 'finishDate') ?? read?.dossier.returnedAt,
    fees: feesOf(pieces.payment),
    attachments: pieces.attachments.length > 0 ? pieces.attachments : undefined,
  });
  return { dossier, rest: read?.rest };
}

/** What a payment form says besides the message's own payment; all of it where the message is about something else. */
function paymentBeside({ meaning, pieces: { payment } }: Action): Form | undefined {
  return payment && meaning.kind.startsWith('payment.') ? restOfPayment(payment) : payment;
}

function feesOf(form: Form | undefined): Dossier['fees'] {
  if (form === undefined) return undefined;
  const { amount, lines } = readPayment(form, 'payment');
  if (amount === 0) return undefined;
  return lines ?? [known({ name: form['paymentFee'], amount })];
}

/**
 * An action carries no time of its own: only where one of the dossier's dates is the date of this very event is it
 * used; everything else happened when it came.
 */
function occurredAtOf({ meaning, receivedAt }: Action, dossier: Dossier): string {
  if (meaning.kind === 'dossier.submitted') return dossier.submittedAt ?? receivedAt;
  if (meaning.kind === 'result.issued') return dossier.finishedAt ?? dossier.returnedAt ?? receivedAt;
  if (meaning.state === 'accepted') return dossier.receivedAt ?? receivedAt;
  if (meaning.state === 'returned') return dossier.returnedAt ?? receivedAt;
  return receivedAt;
}

/**
 * Only events that happen once, or whose date is new each time, have an id here: a second supplement request repeats
 * code and dates of the first one and must not be taken for it. The others are compared by body.
 */
function identityOf({ key, code, meaning, payload }: Action): string | null {
  const dateOf: Partial<Record<Message['kind'], unknown>> = {
    'dossier.submitted': payload['submitDate'],
    'result.issued': payload['releaseDate'] ?? payload['finishDate'],
  };
  const date = instant(dateOf[meaning.kind], '/payload');
  return date === undefined ? null : `${key}:${code}:${date}`;
}

function time(payload: Action['payload'], name: string): string | undefined {
  return instant(payload[name], `/payload/${name}`);
}

function issuedAt(payload: Action['payload']): string | undefined {
  return time(payload, 'releaseDate') ?? time(payload, 'finishDate');
}

function reasonOf({ note, payload }: Action): string {
  const reason = note ?? present(payload['dossierNote']);
  if (reason !== undefined) return reason;
  throw new InvalidMessage('a supplement request gives no reason', {
    findings: [error(faults.reason, '/actionNote')],
  });
}

function targetOf(payload: Action['payload']): string {
  const code = present(crossDossier(payload)?.['govAgencyCode']);
  if (code !== undefined) return code;
  throw new InvalidMessage('a transfer names no agency', {
    findings: [error(faults.target, '/payload/crossDossier/govAgencyCode')],
  });
}

const faults = {
  reason: {
    code: 'opencps.supplement-reason',
    vi: 'Yêu cầu bổ sung phải nêu lý do',
    en: 'A supplement request must give its reason',
  },
  target: {
    code: 'opencps.transfer-agency',
    vi: 'Hồ sơ liên thông phải ghi mã cơ quan nhận',
    en: 'A transfer must name the receiving agency',
  },
};
