interface Text {
  vi: string;
  en: string;
}

/** What happened, why, and what to do next, for people; by reason code. */
const texts: Record<string, Text> = {
  'no-path-yet': {
    vi: 'Trạng thái này chưa có bước hợp lệ nào dẫn tới; tin được giữ và thử lại khi có tin mới của hồ sơ.',
    en: 'No legal step leads to this status yet; it is held and tried again at the next message of the dossier.',
  },
  'already-closed': {
    vi: 'Hồ sơ đã kết thúc; tin được giữ để người vận hành xem.',
    en: 'The dossier has ended already; the message is kept for an operator.',
  },
  'held-too-long': {
    vi: 'Tin đã chờ quá lâu mà không có bước hợp lệ. Hãy gửi các tin còn thiếu hoặc liên hệ người vận hành.',
    en: 'It waited too long for a legal step. Send the missing messages or call the operator.',
  },
  'unknown-procedure': {
    vi: 'Mã thủ tục không có trong danh mục. Tin được giữ để điều phối; hãy kiểm tra mã.',
    en: 'The procedure code is not in the catalogue. The message is kept for coordination; check the code.',
  },
  'unknown-agency': {
    vi: 'Mã cơ quan không có trong danh bạ vào ngày đó. Tin được giữ để điều phối; hãy kiểm tra mã.',
    en: 'The agency code is not in the directory on that date. The message is kept for coordination; check the code.',
  },
  'no-receiver': {
    vi: 'Không hệ thống nào phục vụ cơ quan này. Tin được giữ để điều phối.',
    en: 'No system serves this agency. The message is kept for coordination.',
  },
  'not-a-participant': {
    vi: 'Hệ thống gửi không tham gia hồ sơ này. Tin bị cách ly để người vận hành xem.',
    en: 'The sender does not take part in this dossier. The message is quarantined for an operator.',
  },
  'unknown-dossier': {
    vi: 'Chưa ai nộp hồ sơ này, và nơi gửi không phải cơ quan được nêu trong tin. Hãy gửi hồ sơ trước, hoặc kiểm tra mã.',
    en: 'Nobody has submitted this dossier, and the sender is not the agency it names. Submit it first, or check its id.',
  },
  'identity-conflict': {
    vi: 'Các mã trong tin thuộc về hai hồ sơ khác nhau. Tin bị cách ly; hãy kiểm tra mã hồ sơ.',
    en: 'The ids in the message belong to two dossiers. It is quarantined; check the dossier codes.',
  },
  'too-many-hops': {
    vi: 'Tin đã đi qua quá nhiều hệ thống, có thể là vòng lặp.',
    en: 'The message went through too many systems; it may be a loop.',
  },
  parked: {
    vi: 'Bên nhận từ chối hoặc không xử lý được tin này. Người vận hành đang xem; chưa cần gửi lại.',
    en: 'The receiver refused this message or cannot take it. An operator will look; do not send it again yet.',
  },
};

const unknown: Text = {
  vi: 'Tin cần người vận hành xem xét.',
  en: 'An operator must look at this message.',
};

export const textOfReason = (reason: string): Text => texts[reason] ?? unknown;
