/** `extensions.opencps`: what this dialect says that canonical words do not; stored, never logged (it holds the citizen's lookup PIN). */
import type { Message } from '../../model/message.ts';
import type { Form } from './form.ts';

export interface Extension {
  /** Fields of the dossier form. */
  dossier?: Form;
  /** Fields of uploads and documents, by attachment id. */
  files?: Readonly<Record<string, Form>>;
  payment?: Form;
  /** Fields of the closing action; `payload` parsed. */
  action?: Readonly<Record<string, unknown>>;
}

/** The message's own words of this dialect; empty when it was born in another. */
export function extensionOf({ extensions }: Message): Extension {
  return (extensions?.['opencps'] ?? {}) as Extension;
}

/** As the message carries it; nothing when there is nothing to keep. */
export function extended(extension: Extension): Pick<Message, 'extensions'> {
  const kept = Object.entries(extension).filter(
    ([, value]) => value !== undefined && Object.keys(value).length > 0,
  );
  return kept.length === 0 ? {} : { extensions: { opencps: Object.fromEntries(kept) } };
}
