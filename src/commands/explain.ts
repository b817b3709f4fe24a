import { GatewayError } from '../model/errors.ts';

/** An error for the person at the terminal: what happened, and every finding with its place. */
export function explain(error: unknown): string {
  const { text } = error as { text?: { vi: string; en: string } };
  if (text) return `${text.vi}\n${text.en}\n`;
  if (!(error instanceof GatewayError)) return `${(error as Error).stack ?? String(error)}\n`;
  const lines = error.findings.map((one) => `  ${one.path}\n    ${one.text.vi}\n    ${one.text.en}`);
  return [`${error.code}: ${error.message}`, ...lines, ''].join('\n');
}
