import { besideLedger } from './beside.ts';
import { isKind } from './is-kind.ts';
import { systemTitles } from './titles.ts';
import { kindWords, outcomeWords, timeWords } from './words.ts';

/** `parked [system]`: what waits for a person, oldest first. */
export async function parked([system]: readonly string[]): Promise<number> {
  const all = await besideLedger(({ search }) => search.parked(system));
  const title = systemTitles();
  if (all.length === 0) process.stdout.write('Không có tin nào đang đỗ · nothing is parked\n');
  for (const { deliveryId, system: to, kind, ids, since, lastOutcome, reason } of all) {
    const what = isKind(kind) ? kindWords[kind] : kind;
    const why = [lastOutcome && outcomeWords[lastOutcome], reason].filter(Boolean).join(': ');
    process.stdout.write(
      `${deliveryId}  ${timeWords(since)}  → ${title(to)}\n    ${what}: ${why}  (${ids.join(', ')})\n`,
    );
  }
  return 0;
}
