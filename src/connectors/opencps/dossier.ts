/** The flat dossier form of OpenCPS and the canonical dossier, both ways (formats 3.3, 3.4). */
import type { Dossier } from '../../model/message.ts';
import { epochText, type Form, instant, isTrue, known } from './form.ts';
import { isOwnWord, readApplicant, readOthers, unitFields, writeParties } from './party.ts';
import { aliasesOf, stripCopyPrefix } from './reference.ts';

/** create: POST /dossiers, whose client fills the delegate's codes from the applicant's. publish: they are right. */
type Shape = 'create' | 'publish';

export interface ReadDossier {
  dossier: Dossier;
  /** The fields canonical words do not hold; kept as `extensions.opencps.dossier`. */
  rest: Form;
}

/** Fields that canonical words hold completely. */
const claimed = [
  ...['referenceUid', 'dossierNo', 'serviceCode', 'serviceName', 'govAgencyCode', 'govAgencyName'],
  ...['applicantName', 'applicantIdType', 'applicantIdNo', 'applicantIdDate', 'address', ...unitFields('')],
  ...['contactName', 'contactTelNo', 'contactEmail'],
  ...['delegateName', 'delegateIdNo', 'delegateTelNo', 'delegateEmail', 'delegateAddress'],
  ...['postalTelNo', 'postalAddress', ...unitFields('postal')],
  ...['dossierName', 'applicantNote', 'online'],
  ...['submitDate', 'receiveDate', 'dueDate', 'releaseDate', 'finishDate'],
];

const statusFields = ['dossierStatus', 'dossierStatusText', 'dossierSubStatus', 'dossierSubStatusText'];

/** What the real client always sends, empty or not. */
const blank: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['serverNo', 'originDossierNo', 'password', 'vnpostalProfile'].map((name) => [name, '']),
  ),
  ...{ postalServiceCode: '', postalServiceName: '', vnpostalStatus: '0', fromViaPostal: '0' },
};

/** Reads the form; throws `InvalidMessage` for dates that are none. */
export function readDossier(form: Form, shape: Shape): ReadDossier {
  const shown = shape === 'publish' ? withoutUpperCaseNames(form) : form;
  return { dossier: dossierOf(shown, shape), rest: restOf(form, { shown, shape }) };
}

function dossierOf(form: Form, shape: Shape): Dossier {
  const { serviceCode, govAgencyCode } = form;
  return known<Dossier>({
    ids: aliasesOf(stripCopyPrefix(form['referenceUid'] ?? ''), form['dossierNo']),
    code: form['dossierNo'],
    procedure:
      serviceCode === undefined ? undefined : known({ code: serviceCode, name: form['serviceName'] }),
    competentAgency:
      govAgencyCode === undefined ? undefined : known({ code: govAgencyCode, name: form['govAgencyName'] }),
    applicant: readApplicant(form),
    ...readOthers(form, { unitsOfDelegate: shape === 'publish' }),
    subject: form['dossierName'],
    note: form['applicantNote'],
    channel: channelOf(form),
    returnMethod: postalDegree(form) >= 2 ? 'post' : undefined,
    submittedAt: instant(form['submitDate'], '/submitDate'),
    receivedAt: instant(form['receiveDate'], '/receiveDate'),
    dueAt: instant(form['dueDate'], '/dueDate'),
    finishedAt: instant(form['releaseDate'], '/releaseDate'),
    returnedAt: instant(form['finishDate'], '/finishDate'),
  });
}

/** Writes every field of the form; what canonical words say wins over what the source kept beside. */
export function writeDossier(
  dossier: Dossier,
  { rest, shape, referenceUid }: { rest: Form; shape: Shape; referenceUid: string },
): Record<string, string> {
  const said = {
    referenceUid,
    dossierNo: dossier.code ?? '',
    serviceCode: dossier.procedure?.code ?? '',
    serviceName: dossier.procedure?.name ?? '',
    govAgencyCode: dossier.competentAgency?.code ?? '',
    govAgencyName: dossier.competentAgency?.name ?? '',
    ...writeParties(dossier, rest['applicantIdType']),
    dossierName: dossier.subject ?? dossier.procedure?.name ?? '',
    applicantNote: dossier.note ?? '',
    online: String((dossier.channel ?? 'online') === 'online'),
    viaPostal: viaPostal(dossier, rest),
    originality: rest['originality'] ?? (dossier.channel === 'online' ? '1' : '3'),
    ...writeTimes(dossier, shape),
  };
  const spoken = Object.entries(said).filter(([name, value]) => value !== '' || rest[name] === undefined);
  const fields = { ...blank, ...rest, ...Object.fromEntries(spoken) };
  return shape === 'create' ? forCreate(fields) : forPublish(fields);
}

/** The sync client never sends the delegate's number, though the form names the delegate (formats 3.3). */
function forCreate(fields: Record<string, string>): Record<string, string> {
  const { delegateIdNo: _, dossierNo = '', ...others } = fields;
  return dossierNo === '' ? others : { ...others, dossierNo };
}

/** The server reads the misspelt key; both are sent. */
function forPublish(fields: Record<string, string>): Record<string, string> {
  const { serverNo: _, correctingDate = '0', ...others } = fields;
  return { ...others, correctingDate, correcttingDate: correctingDate };
}

function writeTimes(dossier: Dossier, shape: Shape): Record<string, string> {
  const times = {
    submitDate: epochText(dossier.submittedAt),
    receiveDate: epochText(dossier.receivedAt),
    dueDate: epochText(dossier.dueAt ?? dossier.appointedAt),
    releaseDate: epochText(dossier.finishedAt),
    finishDate: epochText(dossier.returnedAt),
  };
  if (shape === 'publish') return times;
  return Object.fromEntries(Object.entries(times).filter(([, time]) => time !== '0'));
}

function restOf(form: Form, { shown, shape }: { shown: Form; shape: Shape }): Form {
  const taken = new Set([
    ...claimed,
    ...(shape === 'publish' ? [...statusFields, ...unitFields('delegate')] : []),
  ]);
  const kept = Object.entries(form).filter(
    ([name, value]) =>
      !taken.has(name) || shown[name] === undefined || (name === 'applicantIdType' && isOwnWord(value)),
  );
  const { correcttingDate, ...rest } = Object.fromEntries(kept);
  const correctingDate = [rest['correctingDate'], correcttingDate].find((date) => (date ?? '0') !== '0');
  return correctingDate === undefined ? rest : { ...rest, correctingDate };
}

/**
 * Read models upper-case names, and copies of them come back (hazard 14). The portal said an online dossier's names
 * first, so such a name stays beside and cannot overwrite them; a dossier born at the counter keeps what it has.
 */
function withoutUpperCaseNames(form: Form): Form {
  if (!isTrue(form['online'])) return form;
  const names = ['applicantName', 'contactName', 'delegateName'];
  return Object.fromEntries(
    Object.entries(form).filter(([name, value]) => !names.includes(name) || !isUpperCase(value)),
  );
}

function isUpperCase(text: string): boolean {
  return text === text.toLocaleUpperCase('vi') && text !== text.toLocaleLowerCase('vi');
}

function channelOf(form: Form): Dossier['channel'] | undefined {
  if (form['online'] === undefined) return undefined;
  if (isTrue(form['online'])) return 'online';
  return (form['fromViaPostal'] ?? '0') === '0' ? 'direct' : 'post';
}

/** 0 none, 1 available, 2 registered, 3 sent: from 2 on the result goes by post. */
function postalDegree(form: Form): number {
  return Number(form['viaPostal'] ?? 0) || 0;
}

function viaPostal(dossier: Dossier, rest: Form): string {
  const byPost = dossier.returnMethod === 'post';
  if (postalDegree(rest) >= 2 === byPost) return rest['viaPostal'] ?? '0';
  return byPost ? '2' : '0';
}
