/** Looking a dossier up at the receiver: where it is filed, and whether an action is already there. */
import type { Notebook, Step } from '../../kit/connector.ts';
import { localText } from './form.ts';
import { judge } from './judge.ts';
import type { Saying } from './saying.ts';

/** What a step leaves about the dossier at the receiver. */
export interface Located {
  dossierId: number;
  lastActionCode?: string;
  lastActionNote?: string;
  /** `dd/MM/yyyy HH:mm:ss`, local. */
  lastActionDate?: string;
}

/** Steps that leave `Located`, the latest first. */
const places = ['look', 'find', 'dossier', 'publish'] as const;

/** GET of the detail; `find` before the parts of a message, `look` right before its action. */
export function lookStep({ referenceUid, headers }: Saying, name: 'find' | 'look'): Step {
  const path = `/o/rest/v2/dossiers/${encodeURIComponent(referenceUid)}`;
  return {
    name,
    ...(name === 'look' && { fresh: true as const }),
    request: () => ({ method: 'GET', path, headers }),
    judge: (response) =>
      judge(response, (answer) => {
        const dossierId = Number(answer['dossierId'] ?? 0);
        if (!(dossierId > 0)) return { outcome: 'rejected', reason: 'unknown-dossier' };
        const { lastActionCode = '', lastActionNote = '', lastActionDate = '' } = answer;
        const note: Located = {
          dossierId,
          lastActionCode: String(lastActionCode),
          lastActionNote: String(lastActionNote),
          lastActionDate: String(lastActionDate),
        };
        return { outcome: 'delivered', note };
      }),
  };
}

/** The id in the path: the receiver's number, as an earlier step was told; its server takes the key as well. */
export function located(notebook: Notebook, { referenceUid }: Saying): string {
  const [found] = places.flatMap((place) => noteOf(notebook, place) ?? []);
  return found === undefined ? encodeURIComponent(referenceUid) : String(found.dossierId);
}

/**
 * Whether the dossier's last action is this one. The same code and note may come twice (a second supplement request):
 * only one that ran after our event happened is ours.
 */
export function isDone(
  notebook: Notebook,
  { code, note, since }: { code: string; note: string; since: string },
): boolean {
  const seen = noteOf(notebook, 'look');
  if (seen?.lastActionCode !== code || (seen.lastActionNote ?? '') !== note) return false;
  const at = sortable(seen.lastActionDate ?? '');
  return at !== '' && at >= sortable(localText(since));
}

function noteOf(notebook: Notebook, name: string): Located | undefined {
  return notebook[name] as Located | undefined;
}

function sortable(text: string): string {
  const [, day, month, year, clock] = /^(\d\d)\/(\d\d)\/(\d{4}) (.*)$/.exec(text) ?? [];
  return year === undefined ? '' : `${year}${month}${day} ${clock}`;
}
