import { MalformedBody } from '../../model/errors.ts';
import { error, type Fault } from '../../model/finding.ts';
import { openBody } from '../body.ts';
import type { FileMeta } from '../needs.ts';
import { type Answer, type Call, callerOf } from '../routes.ts';

const limitBytes = 50 * 1024 * 1024;

const wrongName: Fault = {
  code: 'file.name',
  vi: 'Tên tệp trong Content-Disposition không đọc được',
  en: 'The file name in Content-Disposition cannot be read',
};

/** `POST /v1/files`: the raw bytes of one file, at most 50 MB, stored as they flow in; answers its id. */
export async function uploadFile(call: Call): Promise<Answer> {
  const { request, needs } = call;
  const bytes = openBody(request, limitBytes);
  const stored = await needs.storeFile(callerOf(call).id, fileMeta(call), bytes, limitBytes);
  return { status: 201, headers: { location: `/v1/files/${stored.file}` }, body: stored };
}

function fileMeta({ request }: Call): FileMeta {
  const mediaType = request.get('content-type');
  const fileName = nameIn(request.get('content-disposition') ?? '');
  return { ...(fileName !== undefined && { fileName }), ...(mediaType !== undefined && { mediaType }) };
}

/** RFC 6266: `filename*` carries Vietnamese names, plain `filename` ASCII ones. */
function nameIn(header: string): string | undefined {
  const extended = /filename\*\s*=\s*utf-8''([^;\s]{1,2000})/i.exec(header)?.[1];
  if (extended === undefined) return /filename\s*=\s*"([^"\\]{1,400})"/i.exec(header)?.[1];
  try {
    return decodeURIComponent(extended);
  } catch {
    throw new MalformedBody('unreadable file name', { findings: [error(wrongName, '')] });
  }
}
