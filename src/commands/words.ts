/** What people read about messages and deliveries, in Vietnamese. */
import type { DeliveryState, ExchangeState, Outcome } from '../model/exchange.ts';
import type { Kind } from '../model/message.ts';
import { isState, states } from '../model/state.ts';

export const kindWords: Readonly<Record<Kind, string>> = {
  'dossier.submitted': 'Nộp hồ sơ',
  'dossier.status-changed': 'Báo trạng thái',
  'dossier.progressed': 'Báo tiến độ',
  'supplement.requested': 'Yêu cầu bổ sung',
  'supplement.provided': 'Bổ sung hồ sơ',
  'payment.requested': 'Yêu cầu nộp phí',
  'payment.confirmed': 'Xác nhận nộp phí',
  'result.issued': 'Có kết quả',
  'dossier.withdrawn': 'Rút hồ sơ',
  'dossier.transferred': 'Chuyển hồ sơ',
  'notice.raised': 'Thông báo',
};

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  delivered: 'đã giao',
  rejected: 'bên nhận từ chối',
  busy: 'bên nhận bận',
  unavailable: 'bên nhận chưa sẵn sàng',
  ambiguous: 'chưa rõ bên nhận đã có chưa',
  'mapping-gap': 'chưa nói được bằng ngôn ngữ bên nhận',
};

export const deliveryWords: Readonly<Record<DeliveryState, string>> = {
  pending: 'đang chờ chuyển',
  'in-flight': 'đang chuyển',
  delivered: 'đã giao',
  parked: 'đang đỗ, chờ người xử lý',
  cancelled: 'đã hủy',
  superseded: 'không cần gửi nữa (đã có trạng thái mới hơn)',
};

export const exchangeWords: Readonly<Record<ExchangeState, string>> = {
  accepted: 'đã nhận',
  held: 'đang giữ, chờ tin trước nó',
  quarantined: 'cách ly, chờ người xem',
};

/** The title of a status; the code itself where it is none of ours. */
export const stateWords = (state: string): string => (isState(state) ? states[state].title.vi : state);

/** `48 ms`, `1,2 giây`, `3 phút`, `5 giờ`, `2 ngày`. */
export function durationWords(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1).replace('.', ',')} giây`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} phút`;
  if (ms < 86_400_000) return `${Math.round(ms / 3_600_000)} giờ`;
  return `${Math.round(ms / 86_400_000)} ngày`;
}

const clock = new Intl.DateTimeFormat('vi-VN', {
  ...{ timeZone: 'Asia/Ho_Chi_Minh', day: '2-digit', month: '2-digit', year: 'numeric' },
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
});

/** `09:30:05 02/03/2026` in Viet Nam. */
export const timeWords = (at: Date | string): string => clock.format(new Date(at));
