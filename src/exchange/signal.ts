/** A door bell: `wait` resolves at the next `raise` (also one since the last wait), or after a while. */
export function createSignal() {
  let raised = false;
  let wake: (() => void) | null = null;
  return {
    raise(): void {
      raised = true;
      wake?.();
    },
    wait(atMostMs: number): Promise<void> {
      return new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer);
          wake = null;
          raised = false;
          resolve();
        };
        const timer = setTimeout(finish, atMostMs);
        wake = finish;
        if (raised) finish();
      });
    },
  };
}
