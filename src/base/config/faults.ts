/** What can be wrong with a configuration beyond its schemas, said in both languages. */
import { error, type Fault, type Finding } from '../../model/finding.ts';

const faults = {
  profile: { code: 'config.profile', vi: 'Không có bộ cấu hình này', en: 'There is no such profile' },
  unreadable: { code: 'config.unreadable', vi: 'Không đọc được tệp', en: 'The file cannot be read' },
  notJson: { code: 'config.not-json', vi: 'Tệp không phải là JSON', en: 'The file is not JSON' },
  twice: { code: 'config.twice', vi: 'Mã này đã được dùng ở trên', en: 'This id was already used above' },
  connector: {
    code: 'config.unknown-connector',
    vi: 'Không có bộ kết nối này',
    en: 'There is no such connector',
  },
  grant: {
    code: 'config.unknown-grant',
    vi: 'Không có danh sách quyền này',
    en: 'There is no such list in grants',
  },
  agency: {
    code: 'config.unknown-agency',
    vi: 'Cơ quan không có trong danh mục',
    en: 'The directory has no such agency',
  },
  servedTwice: {
    code: 'config.agency-served-twice',
    vi: 'Cơ quan này đã thuộc một hệ thống khác',
    en: 'Another system already serves this agency',
  },
  baseUrl: {
    code: 'config.base-url-missing',
    vi: 'Hệ thống nhận kiểu push phải có baseUrl',
    en: 'A system that is pushed to needs a baseUrl',
  },
  secret: {
    code: 'config.secret-missing',
    vi: 'Thiếu bí mật: không có tệp trong SECRETS_DIR hoặc biến môi trường này',
    en: 'The secret is missing: no such file under SECRETS_DIR, no such environment variable',
  },
  system: { code: 'config.unknown-system', vi: 'Không có hệ thống này', en: 'There is no such system' },
  role: {
    code: 'config.role-empty',
    vi: 'Không có hệ thống nào giữ vai trò này',
    en: 'No system has this role',
  },
  procedure: {
    code: 'config.unknown-procedure',
    vi: 'Thủ tục không có trong danh mục',
    en: 'The list of procedures has no such code',
  },
  code: {
    code: 'config.agency-code',
    vi: 'Mã cơ quan không đúng dạng của bộ mã đã nêu',
    en: 'The agency code does not have the form of its scheme',
  },
  codeTwice: {
    code: 'config.code-overlap',
    vi: 'Mã này đã chỉ một cơ quan khác trong cùng thời gian',
    en: 'The code means another agency during the same time',
  },
  dates: {
    code: 'config.dates-reversed',
    vi: 'validTo sớm hơn validFrom',
    en: 'validTo is before validFrom',
  },
  successor: {
    code: 'config.unknown-successor',
    vi: 'Cơ quan kế thừa không có trong danh mục',
    en: 'The directory has no such successor',
  },
  cycle: {
    code: 'config.successor-cycle',
    vi: 'Chuỗi kế thừa quay lại chính cơ quan này',
    en: 'The successors lead back to this agency',
  },
  setting: { code: 'config.setting-missing', vi: 'Thiếu thiết lập', en: 'The setting is missing' },
  retry: {
    code: 'config.retry-too-short',
    vi: 'Lịch gửi lại phải kéo dài trung bình ít nhất 3 ngày',
    en: 'The retry schedule must last at least 3 days on average',
  },
  bounds: {
    code: 'config.bounds-reversed',
    vi: 'Giá trị này phải nhỏ hơn giá trị đi cùng',
    en: 'This must be below the value it goes with',
  },
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

/** A fault at a place: file below the configuration folder and JSON pointer, `thai-nguyen-2018/systems.json#/systems/3/baseUrl`. */
export function fault(name: FaultName, file: string, pointer: string): Finding {
  return error(faults[name], `${file}#${pointer}`);
}
