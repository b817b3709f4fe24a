import type { SendInput } from '../../kit/connector.ts';
import type { Attachment, Message } from '../../model/message.ts';

/** The body of a push: the message as it is, each stored file with the address where it can be fetched. */
export function toPush({
  deliveryId,
  message,
  fileUrl,
}: Pick<SendInput, 'deliveryId' | 'message' | 'fileUrl'>): { deliveryId: string; message: Message } {
  const { attachments } = message.dossier;
  if (attachments === undefined) return { deliveryId, message };
  const located = attachments.map((attachment) => withUrl(attachment, fileUrl));
  return { deliveryId, message: { ...message, dossier: { ...message.dossier, attachments: located } } };
}

function withUrl(attachment: Attachment, fileUrl: SendInput['fileUrl']): Attachment {
  return attachment.file === undefined ? attachment : { ...attachment, url: fileUrl(attachment.file) };
}
