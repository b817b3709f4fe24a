/** What a simulated OpenCPS does of its own accord at the gateway's doors: the syncs of formats 3.5. */
import { randomUUID } from 'node:crypto';
import type { Act, ActAnswer, ActTarget } from '../../kit/simulator.ts';
import { type Client, type ClientAnswer, createClient, type SimulatedFile } from './simulator-client.ts';
import { createStore } from './simulator-store.ts';

interface Input {
  groupId?: string;
  /** Of the dossier that is meant; without it the one received last. */
  referenceUid?: string;
  dossier?: Record<string, unknown>;
  files?: SimulatedFile[];
  actionCode?: string;
  actionUser?: string;
  actionNote?: string;
  payload?: Record<string, unknown>;
  payment?: Record<string, unknown>;
}

const base = '/o/rest/v2/dossiers';

/** A citizen submits: the whole REQUEST sync of a portal. */
export const submit: Act = async (target) => {
  const { client, input } = speak(target);
  const referenceUid = input.referenceUid ?? randomUUID();
  const created = await client.form('POST', base, { ...sampleDossier(), ...input.dossier, referenceUid });
  if (!isOk(created)) return told(created, { referenceUid });
  const { dossierId } = created.body as { dossierId: number };
  for (const file of input.files ?? [sampleFile('f', 'TP01', 'Tờ khai đăng ký khai sinh')]) {
    const uploaded = await upload(client, { dossierId, file });
    if (!isOk(uploaded)) return told(uploaded, { referenceUid, dossierId });
  }
  if (input.payment !== undefined) await client.form('POST', `${base}/${dossierId}/payment`, input.payment);
  const action = await client.form('POST', `${base}/${dossierId}/actions`, {
    actionCode: input.actionCode ?? '1100',
    actionUser: input.actionUser ?? 'Nguyễn Thị Hoài Thương',
    actionNote: input.actionNote ?? '',
    payload: JSON.stringify(input.payload ?? { submitDate: Date.now() }),
  });
  return told(action, { referenceUid, dossierId });
};

/** The citizen answers a supplement request with one more file. */
export const supplement: Act = (target) =>
  act(target, {
    actionCode: '1150',
    actionNote: 'Đã bổ sung giấy tờ theo yêu cầu',
    files: [sampleFile('s', 'TP02', 'Giấy chứng sinh')],
  });

export const withdraw: Act = (target) =>
  act(target, { actionCode: '1180', actionNote: 'Công dân đề nghị rút hồ sơ' });

/** The one-stop takes the dossier in: number and dates by PUT inform. */
export const accept: Act = async (target) => {
  const { client, input, referenceUid } = speak(target);
  const dossierNo = numberOf(target);
  const receiveDate = Date.now();
  const fields = { referenceUid, dossierNo, receiveDate, dueDate: receiveDate + 86_400_000 };
  const answer = await client.form('PUT', `${base}/inform/${referenceUid}`, {
    ...{ ...fields, dvcqgIntegration: false },
    ...input.payload,
  });
  return told(answer, { referenceUid, dossierNo });
};

export const progress: Act = (target) =>
  act(target, { actionCode: '1200', actionNote: 'Hồ sơ hợp lệ, chuyển thẩm định' });

export const requestSupplement: Act = (target) =>
  act(target, { actionCode: '1300', actionNote: 'Đề nghị bổ sung giấy chứng sinh bản chính' });

export const issueResult: Act = (target) =>
  act(target, {
    actionCode: '1700',
    actionNote: 'Đã ký kết quả',
    payload: { releaseDate: Date.now() },
    files: [sampleFile('kq', 'KQ01', 'Giấy khai sinh')],
  });

export const finish: Act = (target) =>
  act(target, {
    actionCode: '1800',
    actionNote: 'Đã trả kết quả',
    payload: { finishDate: Date.now() },
  });

/** Files, then the action: every later sync of either side. */
async function act(target: ActTarget, fallback: Input): Promise<ActAnswer> {
  const { client, input, referenceUid } = speak(target);
  const { files = [], payment, payload = {}, ...said } = { ...fallback, ...input };
  for (const file of files) {
    const uploaded = await upload(client, { dossierId: referenceUid, file });
    if (!isOk(uploaded)) return told(uploaded, { referenceUid });
  }
  if (payment !== undefined) await client.form('POST', `${base}/${referenceUid}/payment`, payment);
  const refs = files.map((file) => ({ referenceUid: file.referenceUid }));
  const answer = await client.form('POST', `${base}/${referenceUid}/actions`, {
    actionCode: said.actionCode,
    actionUser: said.actionUser ?? 'Trần Đức Lâm',
    actionNote: said.actionNote,
    payload: JSON.stringify({ ...(refs.length > 0 && { dossierFiles: refs }), ...payload }),
  });
  return told(answer, { referenceUid });
}

function speak(target: ActTarget): { client: Client; input: Input; referenceUid: string } {
  const input = (target.input ?? {}) as Input;
  const last = createStore(target.memory).all().at(-1)?.referenceUid ?? '';
  return {
    client: createClient(target, input.groupId ?? '55301'),
    input,
    referenceUid: input.referenceUid ?? last,
  };
}

function upload(
  client: Client,
  { dossierId, file }: { dossierId: number | string; file: SimulatedFile },
): Promise<ClientAnswer> {
  const fields = {
    ...{ referenceUid: file.referenceUid, modifiedDate: Date.now(), dossierPartNo: file.partNo },
    ...{ displayName: file.displayName, dossierTemplateNo: 'KHAISINH_TN', fileTemplateNo: 'TK_KS' },
    ...{ formData: '{}', fileType: 'pdf', isSync: 'true', removed: 'false', eForm: 'false' },
  };
  return client.multipart(`${base}/${dossierId}/files`, fields, file);
}

/** The number of the day's dossier, kept with it. */
function numberOf({ memory }: ActTarget): string {
  const counter = memory.read('counter', 0) + 1;
  memory.write('counter', counter);
  const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(2, 10).replaceAll('-', '');
  return `H55.31.07-${day}-${String(counter).padStart(4, '0')}`;
}

function sampleFile(prefix: string, partNo: string, displayName: string): SimulatedFile {
  const referenceUid = `${prefix}-${randomUUID().slice(0, 8)}`;
  const base64 = Buffer.from(`%PDF-1.4\n% ${referenceUid}\n%%EOF\n`).toString('base64');
  return {
    referenceUid,
    partNo,
    displayName,
    fileName: `${partNo}.pdf`,
    mediaType: 'application/pdf',
    base64,
  };
}

function isOk({ status }: ClientAnswer): boolean {
  return status === 200;
}

function told({ status, body }: ClientAnswer, more: Record<string, unknown>): ActAnswer {
  return { status, body: { ...more, answer: body } };
}

/** An invented person; empty values and the literal `null` as the real client sends them. */
function sampleDossier(): Record<string, unknown> {
  const commune = { cityCode: '19', cityName: 'Tỉnh Thái Nguyên', districtCode: '', districtName: '' };
  const none = null;
  return {
    serviceCode: '1.001193.000.00.00.H55',
    serviceName: 'Đăng ký khai sinh',
    govAgencyCode: 'H55.31.07',
    govAgencyName: 'Ủy ban nhân dân phường Phan Đình Phùng',
    dossierTemplateNo: 'KHAISINH_TN',
    applicantName: 'Nguyễn Thị Hoài Thương',
    applicantIdType: 'citizen',
    applicantIdNo: '019190990001',
    applicantIdDate: '2021-07-15T00:00:00.000Z',
    ...{ address: 'Tổ 5', ...commune, wardCode: '05443', wardName: 'Phường Phan Đình Phùng' },
    contactName: 'Nguyễn Thị Hoài Thương',
    contactTelNo: '0912000123',
    contactEmail: 'hoaithuong.demo@example.vn',
    dossierName: 'Đăng ký khai sinh',
    ...{ password: '483920', online: true, viaPostal: 0, postalAddress: none, postalTelNo: none },
    ...{ applicantNote: '', originality: 1, vnpostalStatus: 0, vnpostalProfile: '', fromViaPostal: 0 },
  };
}
