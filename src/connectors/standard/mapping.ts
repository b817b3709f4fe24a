import type { SendInput } from '../../kit/connector.ts';
import type { Attachment, Message } from '../../model/message.ts';

/**
 * The body of a push: the message as it is, each stored file with the address where it can be fetched. What other
 * dialects said in words of their own stays here: it may hold what is not for this receiver (OpenCPS: the lookup PIN).
 */
export function toPush({
  deliveryId,
  message,
  fileUrl,
}: Pick<SendInput, 'deliveryId' | 'message' | 'fileUrl'>): { deliveryId: string; message: Message } {
  const { extensions: _others, ...said } = message;
  const { attachments } = said.dossier;
  if (attachments === undefined) return { deliveryId, message: said };
  const located = attachments.map((attachment) => withUrl(attachment, fileUrl));
  return { deliveryId, message: { ...said, dossier: { ...said.dossier, attachments: located } } };
}

function withUrl(attachment: Attachment, fileUrl: SendInput['fileUrl']): Attachment {
  return attachment.file === undefined ? attachment : { ...attachment, url: fileUrl(attachment.file) };
}
