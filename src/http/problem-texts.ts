/** What callers read, by error code. Fixed texts only: a message built elsewhere could repeat what was sent. */

export interface ProblemText {
  vi: string;
  en: string;
}

const texts: Record<string, ProblemText> = {
  'body.malformed': { vi: 'Nội dung gửi lên không đọc được', en: 'The body cannot be read' },
  'message.invalid': { vi: 'Thông điệp không hợp lệ', en: 'The message is invalid' },
  'sender.unknown': {
    vi: 'Không xác định được hệ thống gửi hoặc sai thông tin xác thực',
    en: 'Unknown system or wrong credentials',
  },
  'sender.not-granted': {
    vi: 'Hệ thống không được phép thực hiện việc này',
    en: 'This system is not allowed to do this',
  },
  'not-found': { vi: 'Không tìm thấy', en: 'Not found' },
  'method.not-allowed': { vi: 'Phương thức không được hỗ trợ', en: 'Method not allowed' },
  'key.conflict': {
    vi: 'Idempotency-Key đã được dùng cho nội dung khác',
    en: 'The Idempotency-Key was used for another body',
  },
  'key.busy': {
    vi: 'Yêu cầu đầu tiên với Idempotency-Key này đang được xử lý',
    en: 'The first request with this Idempotency-Key is still running',
  },
  'lease.lost': {
    vi: 'Gói tin không còn thuộc quyền giữ của bên gọi',
    en: 'The delivery is no longer leased to the caller',
  },
  'body.too-large': { vi: 'Nội dung quá lớn', en: 'The body is too large' },
  'body.wrong-type': {
    vi: 'Kiểu nội dung không được hỗ trợ',
    en: 'The content type is not supported',
  },
  'ledger.unavailable': {
    vi: 'Tạm thời chưa thể lưu; chưa tiếp nhận gì, hãy gửi lại',
    en: 'Cannot store at the moment; nothing was accepted, send it again',
  },
  'mapping.gap': { vi: 'Không thể diễn đạt thông điệp này', en: 'The message cannot be expressed' },
  internal: {
    vi: 'Lỗi nội bộ; chưa tiếp nhận gì, hãy gửi lại và báo mã yêu cầu',
    en: 'Internal error; report the request id',
  },
};

/** The text of a code; an unknown one reads as an internal error. */
export function problemText(code: string): ProblemText {
  return texts[code] ?? (texts['internal'] as ProblemText);
}
