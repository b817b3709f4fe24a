import { outboundHeaders } from '../../src/kit/auth.ts';
import type { Connector, SendInput, StepResult } from '../../src/kit/connector.ts';
import { createPartnerHttp } from '../../src/kit/http.ts';
import type { OpenFile } from '../../src/kit/request-body.ts';

export interface RunOptions {
  /** Instead of the system's own base URL. */
  url: string;
  secret?: string;
  deadlineMs?: number;
  openFile?: OpenFile;
  /** What earlier steps left; filled as the steps go. */
  notebook?: Record<string, unknown>;
}

const noFiles: OpenFile = async (file) => {
  throw new Error(`the test has no file ${file}`);
};

/** Runs the steps of a send for real; ends with the last step's result or the first that is not a success. */
export async function runSend(
  connector: Connector,
  input: SendInput,
  options: RunOptions,
): Promise<StepResult> {
  const { url, secret, deadlineMs = 2_000, openFile = noFiles, notebook = {} } = options;
  const { id, allow } = input.system;
  const http = createPartnerHttp({
    system: { id, baseUrl: url, allow },
    timeoutMs: deadlineMs,
    maxResponseBytes: 10_000_000,
  });
  try {
    for (const step of connector.sends[input.message.kind]?.steps(input) ?? []) {
      if (step.name in notebook) continue;
      const request = step.request(notebook);
      if (request === null) continue;
      const headers = (body: Buffer | null) =>
        outboundHeaders(input.system, secret, { deliveryId: input.deliveryId, body, now: Date.now() });
      const answer = await http.call(request, { headers, openFile });
      const result = answer.ok ? step.judge(answer.response, notebook) : answer;
      if (result.outcome !== 'delivered') return result;
      notebook[step.name] = result.note ?? null;
    }
    return { outcome: 'delivered' };
  } finally {
    await http.close();
  }
}
