/** The payment file of a dossier, both ways (formats 3.7). */
import type { MessageOf } from '../../model/message.ts';
import { amount, type Form, known } from './form.ts';

type Payment = MessageOf<'payment.requested'>['payment'];

const parts = [
  ['fee', 'feeAmount'],
  ['service', 'serviceAmount'],
  ['ship', 'shipAmount'],
] as const;

/** Reads the form; lines only when they add up to the amount, as ours must. */
export function readPayment(form: Form, fallbackId: string): Payment {
  const total = amount(form['paymentAmount'], '/paymentAmount');
  const lines = parts
    .map(([code, field]) => ({ code, amount: amount(form[field], `/${field}`) }))
    .filter((line) => line.amount > 0)
    .map((line) => known({ ...line, name: line.code === 'fee' ? form['paymentFee'] : undefined }));
  const sum = lines.reduce((all, line) => all + line.amount, 0);
  return known<Payment>({
    id: form['referenceUid'] ?? fallbackId,
    amount: total,
    purpose: form['paymentNote'] ?? form['paymentFee'],
    lines: lines.length > 0 && sum === total ? lines : undefined,
    method: form['paymentMethod'],
    receipt: form['invoiceNo'],
  });
}

const claimed = ['referenceUid', 'paymentAmount', 'paymentNote', 'paymentMethod', 'invoiceNo'];

/**
 * The fields canonical words do not hold. A receiver's bug puts the agency into `applicantName`: such a name is
 * nobody's and is left out; the applicant is the dossier's.
 */
export function restOfPayment(form: Form): Form {
  const isAgency = form['applicantName'] !== undefined && form['applicantName'] === form['govAgencyName'];
  return Object.fromEntries(
    Object.entries(form).filter(
      ([name]) => !claimed.includes(name) && !(isAgency && name === 'applicantName'),
    ),
  );
}

/** The form as the sync client sends it; `who` is agency and applicant out of the dossier. */
export function writePayment(
  payment: Payment,
  { rest, who, paymentStatus }: { rest: Form; who: Record<string, string>; paymentStatus: string },
): Record<string, string> {
  const line = (code: string) => payment.lines?.find((each) => each.code === code);
  const ofLines = parts.flatMap(([code, field]) => {
    const said = line(code);
    return said === undefined ? [] : [[field, String(said.amount)]];
  });
  // Lines in somebody else's words cannot be told apart here: all of it is the fee.
  const isOurs = ofLines.length > 0 && ofLines.length === payment.lines?.length;
  const amounts = isOurs ? Object.fromEntries(ofLines) : { feeAmount: String(payment.amount) };
  return {
    ...blank,
    ...who,
    paymentFee: line('fee')?.name ?? payment.lines?.[0]?.name ?? payment.purpose ?? '',
    ...rest,
    ...amounts,
    referenceUid: payment.id,
    paymentAmount: String(payment.amount),
    paymentNote: payment.purpose ?? '',
    paymentMethod: payment.method ?? '',
    paymentStatus,
  };
}

const blank = {
  epaymentProfile: '{}',
  bankInfo: '',
  invoiceTemplateNo: '',
  confirmFileEntryId: '0',
  einvoice: '',
  advanceAmount: '0',
  serviceAmount: '0',
  shipAmount: '0',
};
