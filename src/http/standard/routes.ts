import type { Route } from '../routes.ts';
import { checkMessages } from './check-messages.ts';
import { downloadFile } from './download-file.ts';
import { listExchanges } from './list-exchanges.ts';
import { mailboxAck } from './mailbox-ack.ts';
import { mailboxExtend } from './mailbox-extend.ts';
import { mailboxLease } from './mailbox-lease.ts';
import { mailboxNack } from './mailbox-nack.ts';
import { me } from './me.ts';
import { openApi } from './openapi.ts';
import { sendMessages } from './send-messages.ts';
import { showDossier } from './show-dossier.ts';
import { showExchange } from './show-exchange.ts';
import { uploadFile } from './upload-file.ts';

/** The standard API, whole. */
export const standardRoutes: readonly Route[] = [
  { method: 'post', path: '/v1/messages', policy: 'sender', handler: sendMessages },
  { method: 'post', path: '/v1/check', policy: 'system', handler: checkMessages },
  { method: 'post', path: '/v1/files', policy: 'sender', handler: uploadFile },
  { method: 'get', path: '/v1/files/:id', policy: 'system', handler: downloadFile },
  { method: 'get', path: '/v1/exchanges', policy: 'system', handler: listExchanges },
  { method: 'get', path: '/v1/exchanges/:id', policy: 'system', handler: showExchange },
  { method: 'get', path: '/v1/dossiers/:code', policy: 'system', handler: showDossier },
  { method: 'post', path: '/v1/mailbox/lease', policy: 'mailbox', handler: mailboxLease },
  { method: 'post', path: '/v1/mailbox/ack', policy: 'mailbox', handler: mailboxAck },
  { method: 'post', path: '/v1/mailbox/nack', policy: 'mailbox', handler: mailboxNack },
  { method: 'post', path: '/v1/mailbox/extend', policy: 'mailbox', handler: mailboxExtend },
  { method: 'get', path: '/v1/me', policy: 'system', handler: me },
  { method: 'get', path: '/v1/openapi.json', policy: 'open', handler: openApi },
];
