import type { Settings } from '../base/config/config.ts';
import { checkAttachments } from '../model/attachment-limits.ts';
import { parseDossierCode } from '../model/dossier-code.ts';
import { asWarnings, type Finding } from '../model/finding.ts';
import { checkIdentityNumber } from '../model/identity.ts';
import type { Message, Party } from '../model/message.ts';
import { localDate, parseOccurredAt } from '../model/occurred.ts';
import { parsePhone } from '../model/phone.ts';
import { checkText, textLimits } from '../model/text.ts';

/**
 * Findings of the field's own rules on a message that fits the canonical schema (rules 3 and 8): errors refuse it,
 * warnings travel with it. `referenceDate` is the day it was said, for identity papers that ran out.
 */
export function checkMessage(
  message: Message,
  settings: Pick<Settings, 'identity' | 'attachments'>,
): Finding[] {
  const { dossier } = message;
  const referenceDate = localDate(parseOccurredAt(message.occurredAt) ?? 0);
  const parties = (['applicant', 'contact', 'representative'] as const).flatMap((name) =>
    checkParty(dossier[name], { path: `/dossier/${name}`, referenceDate, settings }),
  );
  return [
    ...checkTime(message),
    ...checkCode(dossier.code),
    ...parties,
    ...checkFiles(message, settings),
    ...checkSum(message),
  ];
}

interface PartyContext {
  path: string;
  referenceDate: string;
  settings: Pick<Settings, 'identity'>;
}

function checkParty(party: Party | undefined, { path, referenceDate, settings }: PartyContext): Finding[] {
  if (!party) return [];
  const { identity, phone, name, sex, birthDate } = party;
  const { knownProvinces, oldIdAcceptedUntil } = settings.identity;
  const birthYear = birthDate ? Number(birthDate.slice(0, 4)) : undefined;
  return [
    ...(identity
      ? checkIdentityNumber({
          number: identity.number,
          ...(identity.type && { type: identity.type }),
          ...((sex === 'male' || sex === 'female') && { sex }),
          ...(birthYear !== undefined && { birthYear }),
          referenceDate,
          settings: { knownProvinces, oldIdAcceptedUntil },
          path: `${path}/identity/number`,
        })
      : []),
    ...(phone ? parsePhone(phone, `${path}/phone`).findings : []),
    ...(name ? checkText(name, { max: textLimits.name, path: `${path}/name` }) : []),
  ];
}

/** Vendors number dossiers in patterns of their own, so an odd code is worth a warning and no more. */
const checkCode = (code: string | undefined): Finding[] =>
  code === undefined ? [] : asWarnings(parseDossierCode(code, '/dossier/code').findings);

function checkFiles({ dossier }: Message, { attachments }: Pick<Settings, 'attachments'>): Finding[] {
  return checkAttachments(dossier.attachments ?? [], { limits: attachments, path: '/dossier/attachments' });
}

function checkTime({ occurredAt }: Message): Finding[] {
  const at = Date.parse(occurredAt);
  // Beyond these no dossier of ours was or will be; the database refuses some of them.
  const plausible =
    at > Date.UTC(1900) && at < Date.UTC(2200) && !/[+-](1[6-9]|2\d):/.test(occurredAt.slice(10));
  if (plausible && parseOccurredAt(occurredAt) !== null) return [];
  return [
    {
      level: 'error',
      code: 'time.invalid',
      path: '/occurredAt',
      text: { vi: 'Thời điểm không có thật.', en: 'This time does not exist.' },
    },
  ];
}

/** Σ(lines) = total (rules 4.8). */
function checkSum(message: Message): Finding[] {
  if (message.kind !== 'payment.requested' && message.kind !== 'payment.confirmed') return [];
  const { amount, lines } = message.payment;
  if (!lines || lines.reduce((sum, line) => sum + line.amount, 0) === amount) return [];
  return [
    {
      level: 'error',
      code: 'payment.sum',
      path: '/payment/lines',
      text: { vi: 'Tổng các khoản không bằng số tiền.', en: 'The lines do not add up to the amount.' },
    },
  ];
}
