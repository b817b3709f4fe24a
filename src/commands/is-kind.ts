import { type Kind, kinds } from '../model/message.ts';

/** Whether a text from the ledger names a kind this version knows. */
export const isKind = (text: string): text is Kind => (kinds as readonly string[]).includes(text);
