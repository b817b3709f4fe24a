/** POST publish: a copy of the whole dossier with its status, for installations that are told that way (formats 3.4). */
import publishSchema from '../../../schemas/connectors/opencps/publish.schema.json' with { type: 'json' };
import type { Step, StepResult } from '../../kit/connector.ts';
import { MappingGap } from '../../model/errors.ts';
import { states } from '../../model/state.ts';
import { writeDossier } from './dossier.ts';
import { epochText } from './form.ts';
import { judge } from './judge.ts';
import type { Located } from './look.ts';
import { type Saying, templateOf } from './saying.ts';

/**
 * A 200 proves nothing: an existing dossier that is no published copy comes back as it was. Taken is what shows the
 * status that was sent.
 */
export function publishStep(saying: Saying): Step {
  const { dossier, extension, referenceUid, headers, message } = saying;
  const template = templateOf(saying);
  const form = {
    ...writeDossier(dossier, { rest: extension.dossier ?? {}, shape: 'publish', referenceUid }),
    ...(template !== '' && { dossierTemplateNo: template }),
    ...statusOf(saying),
    dossierActionId: extension.dossier?.['dossierActionId'] ?? '0',
    createDate: extension.dossier?.['createDate'] ?? epochText(dossier.submittedAt ?? dossier.receivedAt),
    modifiedDate: epochText(message.occurredAt),
  };
  return {
    name: 'publish',
    schema: publishSchema,
    request: () => ({ method: 'POST', path: '/o/rest/v2/dossiers/publish', headers, body: { form } }),
    judge: (response) => judge(response, (answer) => taken(answer, form)),
  };
}

function taken(
  answer: Record<string, unknown>,
  sent: { dossierStatus: string; dossierSubStatus: string },
): StepResult {
  const dossierId = Number(answer['dossierId'] ?? 0);
  if (!(dossierId > 0)) return { outcome: 'ambiguous', reason: 'no-dossier-id' };
  const isSame =
    answer['dossierStatus'] === sent.dossierStatus &&
    String(answer['dossierSubStatus'] ?? sent.dossierSubStatus) === sent.dossierSubStatus;
  if (!isSame) return { outcome: 'rejected', reason: 'unchanged' };
  return { outcome: 'delivered', note: { dossierId } satisfies Located };
}

/** The source's own words where they are OpenCPS words for the same state; never derived from a mapped state then. */
function statusOf({ message, state, settings, extension }: Saying) {
  if (state === undefined) throw new MappingGap('no status of the dossier is known yet');
  const source = message.status?.source;
  const code = source?.code ?? '';
  const read = settings.statuses[code];
  const isOwn =
    extension.dossier !== undefined && (read === state || (code === 'new' && state === 'accepted'));
  return {
    dossierStatus: isOwn ? code : (settings.sendStatuses[state] ?? ''),
    dossierStatusText: (isOwn ? source?.text : undefined) ?? states[state].title.vi,
    dossierSubStatus: (isOwn ? source?.subCode : undefined) ?? '',
    dossierSubStatusText: (isOwn ? source?.subText : undefined) ?? '',
  };
}
