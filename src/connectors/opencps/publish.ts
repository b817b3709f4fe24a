/** A published copy of a dossier and the inform call, read as one status message (formats 3.2, 3.4). */
import type { DoorRequest } from '../../kit/connector.ts';
import type { ReadMessage } from '../../model/exchange.ts';
import type { Dossier, Message, State } from '../../model/message.ts';
import { readDossier } from './dossier.ts';
import { extended } from './extension.ts';
import { type Form, formOf, instant, known } from './form.ts';
import { aliasesOf, stripCopyPrefix } from './reference.ts';
import { settingsOf } from './settings.ts';

/** PUT inform: the one-stop accepted the dossier and gave it its number. */
export function readInform(request: DoorRequest): ReadMessage {
  const form = formOf(request.body);
  const key = stripCopyPrefix(request.key ?? request.params['referenceUid'] ?? form['referenceUid'] ?? '');
  const { dossierNo, dvcqgIntegration } = form;
  const dossier = known<Dossier>({
    ids: aliasesOf(key, dossierNo),
    code: dossierNo,
    receivedAt: instant(form['receiveDate'], '/receiveDate'),
    dueAt: instant(form['dueDate'], '/dueDate'),
  });
  const message: Message = {
    kind: 'dossier.status-changed',
    occurredAt: dossier.receivedAt ?? request.receivedAt,
    dossier,
    status: { state: 'accepted' },
    ...extended(known({ dossier: dvcqgIntegration === undefined ? undefined : { dvcqgIntegration } })),
  };
  const said = [dossier.code, dossier.receivedAt, dossier.dueAt];
  return {
    message,
    identity: said.includes(undefined) ? null : `inform:${key}:${said.join(':')}`,
    findings: [],
  };
}

/** POST publish: the status with the whole dossier; a status nobody configured is progress, its words kept. */
export function readPublish(request: DoorRequest): ReadMessage {
  const form = formOf(request.body);
  const { dossier, rest } = readDossier(form, 'publish');
  const modifiedAt = instant(form['modifiedDate'], '/modifiedDate');
  const state = stateOf(form, request);
  const base = { occurredAt: modifiedAt ?? request.receivedAt, dossier };
  const message: Message =
    state === undefined
      ? {
          ...base,
          kind: 'dossier.progressed',
          step: known({
            name: form['dossierSubStatusText'] ?? form['dossierStatusText'] ?? form['dossierStatus'],
          }),
          ...extended({ dossier: { ...rest, ...wordsOf(form) } }),
        }
      : {
          ...base,
          kind: 'dossier.status-changed',
          status: { state, source: sourceOf(form) },
          ...extended({ dossier: rest }),
        };
  return { message, identity: identityOf(form, modifiedAt), findings: [] };
}

/** `new` is both "just came" and "just accepted"; only an accepted dossier has a day of reception (formats 9.1). */
function stateOf(form: Form, { system }: DoorRequest): State | undefined {
  const status = form['dossierStatus'] ?? '';
  const state = settingsOf(system).statuses[status];
  const received = instant(form['receiveDate'], '/receiveDate') !== undefined;
  return status === 'new' && state === 'submitted' && received ? 'accepted' : state;
}

function sourceOf(form: Form): NonNullable<NonNullable<Message['status']>['source']> {
  return known({
    code: form['dossierStatus'],
    text: form['dossierStatusText'],
    subCode: form['dossierSubStatus'],
    subText: form['dossierSubStatusText'],
  });
}

function wordsOf(form: Form): Form {
  const names = ['dossierStatus', 'dossierStatusText', 'dossierSubStatus', 'dossierSubStatusText'];
  return Object.fromEntries(Object.entries(form).filter(([name]) => names.includes(name)));
}

function identityOf(form: Form, modifiedAt: string | undefined): string | null {
  if (modifiedAt === undefined) return null;
  const key = stripCopyPrefix(form['referenceUid'] ?? '');
  const said = [form['dossierStatus'] ?? '', form['dossierSubStatus'] ?? '', modifiedAt];
  return `publish:${key}:${said.join(':')}`;
}
