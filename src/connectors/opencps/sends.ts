/** Which calls say which message (formats 3.5): REQUEST towards a one-stop, INFORM towards a portal, or a published copy. */
import type { Connector, Send, SendInput, Step } from '../../kit/connector.ts';
import { type Kind, kinds } from '../../model/message.ts';
import { lookStep } from './look.ts';
import { publishStep } from './publish-step.ts';
import { type Saying, sayingOf } from './saying.ts';
import { actionStep, attachmentStep, dossierStep, informStep, markSteps, paymentSteps } from './steps.ts';

/** Everything but notices, which OpenCPS has no word for: they wait in the mailbox. */
export const sends: Connector['sends'] = Object.fromEntries(
  kinds.filter((kind) => kind !== 'notice.raised').map((kind): [Kind, Send] => [kind, { steps }]),
);

function steps(input: SendInput): readonly Step[] {
  const saying = sayingOf(input);
  const parts = [...attachmentSteps(saying), ...markSteps(saying), ...paymentSteps(saying)];
  if (isPublished(saying)) return [publishStep(saying), ...parts];
  const ending = [lookStep(saying, 'look'), actionStep(saying)];
  if (bringsDossier(saying)) return [dossierStep(saying), ...parts, ...ending];
  const finding = parts.length > 0 ? [lookStep(saying, 'find')] : [];
  return [...informing(saying), ...finding, ...parts, ...ending];
}

/** A portal learns of a dossier born at the counter only as a published copy. */
function isPublished({ message, settings, toPortal }: Saying): boolean {
  return settings.statusBy === 'publish' || (toPortal && message.kind === 'dossier.submitted');
}

function bringsDossier({ message, toPortal }: Saying): boolean {
  return !toPortal && (message.kind === 'dossier.submitted' || message.kind === 'dossier.transferred');
}

/** The number is told first, so that the action already finds it. */
function informing(saying: Saying): Step[] {
  const { toPortal, message, dossier } = saying;
  const isAccepted = message.kind === 'dossier.status-changed' && message.status?.state === 'accepted';
  return toPortal && isAccepted && dossier.code !== undefined ? [informStep(saying)] : [];
}

function attachmentSteps(saying: Saying): Step[] {
  return (saying.message.dossier.attachments ?? []).flatMap((each) => attachmentStep(saying, each) ?? []);
}
