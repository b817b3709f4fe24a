/**
 * What the legal clock does in a state (rules 5.1). reply: the reception must answer. run, pause: the citizen's term.
 * stop: lateness is fixed here. none: no clock.
 */
type Clock = 'reply' | 'run' | 'pause' | 'stop' | 'none';

interface StateFacts {
  /** Order among events of the very same moment, along the lifecycle; the closing ones come last. */
  rank: number;
  /** Code on the national portal (rules 4.5). */
  nationalStatus: number;
  clock: Clock;
  /** Nothing ever leaves it: a correction is a new dossier (rules 5.2). */
  terminal: boolean;
  title: { vi: string; en: string };
}

/** The business states of a dossier (rules 5.1). */
export const states = {
  submitted: {
    rank: 0,
    nationalStatus: 1,
    clock: 'reply',
    terminal: false,
    title: { vi: 'Mới đăng ký', en: 'Submitted' },
  },
  accepted: {
    rank: 1,
    nationalStatus: 2,
    clock: 'run',
    terminal: false,
    title: { vi: 'Được tiếp nhận', en: 'Accepted' },
  },
  'in-progress': {
    rank: 2,
    nationalStatus: 4,
    clock: 'run',
    terminal: false,
    title: { vi: 'Đang xử lý', en: 'In progress' },
  },
  // Waiting for another agency does not stop the citizen's clock.
  consulting: {
    rank: 3,
    nationalStatus: 4,
    clock: 'run',
    terminal: false,
    title: { vi: 'Đang lấy ý kiến cơ quan phối hợp', en: 'Consulting another agency' },
  },
  'supplement-requested': {
    rank: 4,
    nationalStatus: 5,
    clock: 'pause',
    terminal: false,
    title: { vi: 'Yêu cầu bổ sung giấy tờ', en: 'Supplement requested' },
  },
  'payment-required': {
    rank: 5,
    nationalStatus: 6,
    clock: 'pause',
    terminal: false,
    title: { vi: 'Yêu cầu thực hiện nghĩa vụ tài chính', en: 'Payment required' },
  },
  suspended: {
    rank: 6,
    nationalStatus: 8,
    clock: 'pause',
    terminal: false,
    title: { vi: 'Tạm dừng xử lý', en: 'Suspended' },
  },
  'result-ready': {
    rank: 7,
    nationalStatus: 9,
    clock: 'stop',
    terminal: false,
    title: { vi: 'Đã xử lý xong', en: 'Result ready' },
  },
  'rejected-at-reception': {
    rank: 8,
    nationalStatus: 3,
    clock: 'none',
    terminal: true,
    title: { vi: 'Không được tiếp nhận', en: 'Refused at reception' },
  },
  withdrawn: {
    rank: 9,
    nationalStatus: 7,
    clock: 'none',
    terminal: true,
    title: { vi: 'Công dân yêu cầu rút hồ sơ', en: 'Withdrawn by the applicant' },
  },
  stopped: {
    rank: 10,
    nationalStatus: 8,
    clock: 'none',
    terminal: true,
    title: { vi: 'Dừng xử lý', en: 'Stopped' },
  },
  returned: {
    rank: 11,
    nationalStatus: 10,
    clock: 'none',
    terminal: true,
    title: { vi: 'Đã trả kết quả', en: 'Result returned' },
  },
} as const satisfies Record<string, StateFacts>;

export type State = keyof typeof states;

/** Every state, along the lifecycle. */
export const stateNames = Object.keys(states) as State[];

/** What an inbound national code means when nothing more is known (design 5: 8 is suspended unless said final). */
const stateByNationalStatus: Readonly<Record<number, State>> = {
  1: 'submitted',
  2: 'accepted',
  3: 'rejected-at-reception',
  4: 'in-progress',
  5: 'supplement-requested',
  6: 'payment-required',
  7: 'withdrawn',
  8: 'suspended',
  9: 'result-ready',
  10: 'returned',
};

/** Whether a text names a state. */
export function isState(text: string): text is State {
  return Object.hasOwn(states, text);
}

/** Whether nothing ever leaves the state. */
export function isTerminal(state: State): boolean {
  return states[state].terminal;
}

/** The national portal's code, 1 to 10; services with codes of their own map them in their connector (rules 4.5). */
export function nationalStatus(state: State): number {
  return states[state].nationalStatus;
}

/** The state a national code states; `final` is the source's own word that 8 is for good. Null for an unknown code. */
export function stateOfNationalStatus(
  code: number,
  { final = false }: { final?: boolean } = {},
): State | null {
  const state = stateByNationalStatus[code] ?? null;
  return state === 'suspended' && final ? 'stopped' : state;
}
