/** Why the embedded database did not start: what happened, why, and what to do, in Vietnamese and English. Stops the boot. */
export class DatabaseStartError extends Error {
  override readonly name = 'DatabaseStartError';
  readonly text: { readonly vi: string; readonly en: string };

  constructor(text: { vi: string; en: string }, options?: ErrorOptions) {
    super(`${text.vi}\n${text.en}`, options);
    this.text = text;
  }
}
