import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { besideLedger } from './beside.ts';

const done = {
  retry: 'sẽ được thử lại ngay · will be tried again now',
  skip: 'đã bỏ qua, tin sau đi tiếp · left out, the next one goes on',
  cancel: 'đã hủy · cancelled',
} as const;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `retry|skip|cancel <delivery> --reason …`: one move of the ledger, audited under the name of the system user. */
export function operate(act: keyof typeof done) {
  return async (args: readonly string[]): Promise<number> => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { reason: { type: 'string' } },
      allowPositionals: true,
    });
    const [deliveryId] = positionals;
    const reason = values.reason?.trim();
    if (deliveryId === undefined || !uuid.test(deliveryId) || !reason || positionals.length > 1) {
      process.stderr.write(`${act} <mã lượt gửi · delivery id> --reason "<lý do · why>"\n`);
      return 64;
    }
    const actor = userInfo().username;
    await besideLedger((ledger) => ledger.operate[act]({ deliveryId, actor, reason }));
    process.stdout.write(`${deliveryId}: ${done[act]} (${actor})\n`);
    return 0;
  };
}
