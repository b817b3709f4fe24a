/** What the demonstration says to whoever started it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../base/config/environment.ts';
import type { System } from '../model/system.ts';
import type { Sent } from './traffic.ts';

/** At the start: what runs where. */
export function welcome({
  given,
  environment,
  systems,
}: {
  given: Environment;
  environment: Environment;
  systems: number;
}): string {
  const { port, operatePort, dataDir } = environment;
  const moved =
    given.port !== 0 && given.port !== port ? `  (cổng ${given.port} đang bận, dùng cổng ${port})\n` : '';
  return `
Trục liên thông một cửa đang chạy, cùng ${systems} hệ thống mô phỏng trên máy này.
  Cửa cho các hệ thống   http://127.0.0.1:${port}
  Sức khỏe và số đo      http://127.0.0.1:${operatePort}/readyz  /metrics
  Nhật ký                ${path.join(relative(dataDir), 'gateway.log')}
${moved}
Người dân nộp hồ sơ trên cổng dịch vụ công; hồ sơ đi tới một cửa cấp xã và trạng thái quay về:

`;
}

/** When the dossiers have travelled: what to try next. */
export function farewell({
  environment,
  sent,
  gatewayUrl,
  systems,
}: {
  environment: Environment;
  sent: readonly Sent[];
  gatewayUrl: string;
  systems: ReadonlyMap<string, System>;
}): string {
  const seen = sent.find(({ receiver }) => receiver.credentials.inbound?.type === 'api-key');
  const system = seen?.receiver ?? [...systems.values()].find(({ connector }) => connector === 'standard');
  const path_ = seen === undefined ? '/v1/me' : `/v1/dossiers/${seen.referenceUid}`;
  const code = sent[0]?.referenceUid ?? '<mã hồ sơ>';
  return `
Trục vẫn chạy. Thử tiếp:
  ${curlOf({ environment, system, url: `${gatewayUrl}${path_}` })}

  Hồ sơ đang ở đâu       ${run(environment)} where ${code}
  Tin đang đỗ            ${run(environment)} parked
  API chuẩn (OpenAPI)    ${gatewayUrl}/v1/openapi.json

Ctrl-C để dừng; lần sau "npm start" tiếp tục với dữ liệu trong ${relative(environment.dataDir)}.
`;
}

/** Works as it is when pasted in the same folder. */
function curlOf({
  environment,
  system,
  url,
}: {
  environment: Environment;
  system: System | undefined;
  url: string;
}): string {
  const secret = system?.credentials.inbound?.secret;
  if (system === undefined || secret === undefined) return `curl -s ${url}`;
  const file = path.join(relative(environment.secretsDir), `${secret}.plain`);
  return `curl -s -H "Authorization: Bearer ${system.id}.$(cat '${file}')" ${url}`;
}

/** Works with the Node that runs this; a data folder that is not the usual one must be named. */
function run({ dataDir }: Environment): string {
  const usual = path.resolve('./data') === dataDir;
  const pinned = 'node_modules/.bin/node';
  return `${usual ? '' : `DATA_DIR='${relative(dataDir)}' `}${existsSync(pinned) ? pinned : 'node'} src/main.ts`;
}

function relative(folder: string): string {
  const near = path.relative(process.cwd(), folder);
  return near.startsWith('..') ? folder : near;
}
