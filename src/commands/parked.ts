import { besideLedger } from './beside.ts';
import { isKind } from './is-kind.ts';
import { systemTitles } from './titles.ts';
import { kindWords, outcomeWords, timeWords } from './words.ts';

/** A partner that sends a message in several requests does so within minutes. */
const unfinishedAfterMs = 30 * 60_000;

/** `parked [system]`: what waits for a person, oldest first; then messages begun and never closed. */
export async function parked([system]: readonly string[]): Promise<number> {
  const { all, unfinished } = await besideLedger(async ({ search, intakes }) => ({
    all: await search.parked(system),
    unfinished: await intakes.staleAssemblies(unfinishedAfterMs),
  }));
  const title = systemTitles();
  if (all.length === 0) process.stdout.write('Không có tin nào đang đỗ · nothing is parked\n');
  for (const { deliveryId, system: to, kind, ids, since, lastOutcome, reason } of all) {
    const what = isKind(kind) ? kindWords[kind] : kind;
    const why = [lastOutcome && outcomeWords[lastOutcome], reason].filter(Boolean).join(': ');
    process.stdout.write(
      `${deliveryId}  ${timeWords(since)}  → ${title(to)}\n    ${what}: ${why}  (${ids.join(', ')})\n`,
    );
  }
  for (const { systemId, key, since } of unfinished.filter(
    (one) => system === undefined || one.systemId === system,
  ))
    process.stdout.write(
      `${key}  ${timeWords(since.toISOString())}  ${title(systemId)} → trục\n    bắt đầu gửi mà chưa gửi yêu cầu kết thúc · begun, never closed\n`,
    );
  return 0;
}
