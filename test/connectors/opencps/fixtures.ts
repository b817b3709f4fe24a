import { readFileSync } from 'node:fs';
import path from 'node:path';
import { opencps } from '../../../src/connectors/opencps/index.ts';
import type { ReceivedFile } from '../../../src/kit/connector.ts';
import type { Message } from '../../../src/model/message.ts';
import type { System } from '../../../src/model/system.ts';

/** One fixture of the folder beside this file, as text or JSON. */
export function form(name: string): Record<string, string> {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, 'fixtures', name), 'utf8'));
}

export const uid = '6b0e5d5e-1d57-4b8e-9a93-0c6f2f6f3a11';
export const dossierNo = 'H55.31.07-261118-0007';
export const receivedAt = '2026-11-18T10:05:00+07:00';

export const oneStop: System = {
  id: 'commune-05443',
  title: { vi: 'Một cửa phường thử nghiệm' },
  role: 'commune',
  connector: 'opencps',
  delivery: 'push',
  agencies: [],
  maySend: [],
  limits: opencps.limits,
  settings: { groupId: 55301, templates: { '*': 'MAU_CHUNG' } },
  credentials: { outbound: { type: 'basic', username: 'gateway', secret: 'commune-password' } },
  allow: ['127.0.0.1/32'],
  status: 'enabled',
};

export const portal: System = { ...oneStop, id: 'portal', role: 'portal' };

const upload = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'fixtures/dossier_file_multipart.json'), 'utf8'),
) as { fields: Record<string, string>; file: { base64: string } };

export const fileFields = upload.fields;
export const fileBytes = Buffer.from(upload.file.base64, 'base64');

export const stored: ReceivedFile = {
  field: 'file',
  file: '0197f3a0-0000-7000-8000-0000000000aa',
  fileName: 'to-khai.pdf',
  mediaType: 'application/pdf',
  sizeBytes: fileBytes.length,
  sha256: 'a'.repeat(64),
};

const units = [
  { tier: 'province' as const, code: '19', name: 'Tỉnh Thái Nguyên' },
  { tier: 'commune' as const, code: '05443', name: 'Phường Phan Đình Phùng' },
];

/** The dossier of `post_dossier.form.json`, by hand. */
export const dossier: Message['dossier'] = {
  ids: [{ scheme: 'opencps.reference-uid', value: uid }],
  procedure: { code: '1.001193.000.00.00.H55', name: 'Đăng ký khai sinh' },
  competentAgency: { code: 'H55.31.07', name: 'Ủy ban nhân dân phường Phan Đình Phùng' },
  applicant: {
    type: 'citizen',
    name: 'Nguyễn Thị Hoài Thương',
    identity: { type: 'personal-id', number: '019190990001', issuedOn: '2021-07-15' },
    address: { line: 'Tổ 5', units },
  },
  contact: { name: 'Nguyễn Thị Hoài Thương', phone: '0912000123', email: 'hoaithuong.demo@example.vn' },
  representative: {
    name: 'Nguyễn Thị Hoài Thương',
    phone: '0912000123',
    email: 'hoaithuong.demo@example.vn',
    address: { line: 'Tổ 5' },
  },
  subject: 'Đăng ký khai sinh',
  channel: 'online',
};

/** What of the same form has no canonical word. */
export const dossierRest = {
  dossierTemplateNo: 'KHAISINH_TN',
  delegateCityCode: '19',
  delegateCityName: 'Tỉnh Thái Nguyên',
  delegateWardCode: '05443',
  delegateWardName: 'Phường Phan Đình Phùng',
  password: '483920',
  viaPostal: '0',
  originality: '1',
  vnpostalStatus: '0',
  fromViaPostal: '0',
};

export const attachment: NonNullable<Message['dossier']['attachments']>[number] = {
  id: 'f-8d0c7d1a',
  role: 'input',
  component: { code: 'TP01' },
  name: 'Tờ khai đăng ký khai sinh',
  fileName: 'to-khai.pdf',
  mediaType: 'application/pdf',
  sizeBytes: fileBytes.length,
  sha256: 'a'.repeat(64),
  file: stored.file,
  data: '{}',
};

export const fileRest = {
  modifiedDate: '1794971100000',
  dossierTemplateNo: 'KHAISINH_TN',
  fileTemplateNo: 'TK_KS',
  fileType: 'pdf',
  isSync: 'true',
  eForm: 'false',
};
