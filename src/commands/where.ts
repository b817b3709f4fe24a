import type { DeliveryView, DossierTimeline, ExchangeView } from '../ledger/search.ts';
import { besideLedger } from './beside.ts';
import { systemTitles } from './titles.ts';
import {
  deliveryWords,
  durationWords,
  exchangeWords,
  kindWords,
  outcomeWords,
  stateWords,
  timeWords,
} from './words.ts';

/** `where <code>`: where a dossier is, why, what next and when. Exit 1 when nobody knows it. */
export async function where([code]: readonly string[]): Promise<number> {
  if (code === undefined) {
    process.stderr.write('where <mã hồ sơ · any id of the dossier>\n');
    return 64;
  }
  const found = await besideLedger(({ search }) => search.dossier(code));
  if (!found) {
    process.stdout.write(`Không có hồ sơ nào mang mã ${code} · no dossier has this id\n`);
    return 1;
  }
  process.stdout.write(describeDossier(found, systemTitles(), new Date()));
  return 0;
}

/** The timeline for people, oldest first, and at the end what is still to come. */
function describeDossier(
  { dossierId, ids, status, timeline }: DossierTimeline,
  title: (system: string) => string,
  now: Date,
): string {
  const open = timeline.flatMap((exchange) =>
    exchange.deliveries
      .filter(({ state }) => ['pending', 'in-flight', 'parked'].includes(state))
      .map((delivery) => ({ exchange, delivery })),
  );
  const stuck = timeline.filter(({ state }) => state !== 'accepted');
  return [
    `Hồ sơ ${dossierId}`,
    ...ids.map(({ scheme, value }) => `  ${scheme}: ${value}`),
    `Trạng thái: ${status ? `${stateWords(status.state)}, từ ${timeWords(status.at)}` : 'chưa có'}`,
    '',
    ...timeline.flatMap((exchange) => describeExchange(exchange, title, now)),
    '',
    'Còn lại:',
    ...(open.length + stuck.length === 0 ? ['  không có việc gì đang chờ; mọi tin đã tới nơi'] : []),
    ...open.map(
      ({ exchange, delivery }) => `  ${kindWords[exchange.kind]} ${remaining(delivery, title, now)}`,
    ),
    ...stuck.map((exchange) => `  ${kindWords[exchange.kind]}: ${heldBecause(exchange)}`),
    '',
  ].join('\n');
}

function describeExchange(exchange: ExchangeView, title: (system: string) => string, now: Date): string[] {
  const { acceptedAt, source, kind, state, stated, deliveries, exchangeId } = exchange;
  const says =
    stated && kind === 'dossier.status-changed'
      ? `${kindWords[kind]}: ${stateWords(stated)}`
      : kindWords[kind];
  const unusual = state === 'accepted' ? '' : `  [${heldBecause(exchange)}; ${exchangeId}]`;
  return [
    `${timeWords(acceptedAt)}  ${title(source)}: ${says}${unusual}`,
    ...deliveries.map(
      (delivery) => `    → ${title(delivery.system)}: ${deliveryLine(delivery, acceptedAt, now)}`,
    ),
  ];
}

function deliveryLine(delivery: DeliveryView, acceptedAt: string, now: Date): string {
  const { state, deliveredAt, attempts, deliveryId } = delivery;
  if (deliveredAt !== null) {
    const took = Date.parse(deliveredAt) - Date.parse(acceptedAt);
    return `đã giao ${timeWords(deliveredAt)} (sau ${durationWords(took)}${attempts > 1 ? `, lần ${attempts}` : ''})`;
  }
  const since = durationWords(now.getTime() - Date.parse(acceptedAt));
  return `${deliveryWords[state]}${because(delivery)}, đã ${since}  [${deliveryId}]`;
}

/** What happens next to one delivery, and when. */
function remaining(delivery: DeliveryView, title: (system: string) => string, now: Date): string {
  const to = `→ ${title(delivery.system)}`;
  if (delivery.state === 'parked')
    return `${to}: đỗ lại${because(delivery)}; xử lý bằng: retry | skip | cancel ${delivery.deliveryId} --reason "…"`;
  if (delivery.waitsForEarlier) return `${to}: chờ tin trước của chính hồ sơ này được giao`;
  if (delivery.state === 'in-flight') return `${to}: đang chuyển`;
  const due = Date.parse(delivery.dueAt) - now.getTime();
  const next =
    due > 0
      ? `thử lại lúc ${timeWords(delivery.dueAt)} (sau ${durationWords(due)})`
      : 'đến lượt, chuyển ngay';
  return `${to}: ${next}${because(delivery)}`;
}

function because({ lastOutcome, reason }: DeliveryView): string {
  const parts = [lastOutcome && lastOutcome !== 'delivered' ? outcomeWords[lastOutcome] : null, reason];
  const text = parts.filter(Boolean).join(': ');
  return text === '' ? '' : ` (${text})`;
}

const heldBecause = ({ state, reason }: ExchangeView): string =>
  reason === null ? exchangeWords[state] : `${exchangeWords[state]}: ${reason}`;
