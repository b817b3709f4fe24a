/** What a simulated OpenCPS keeps of its dossiers, and how its read model shows them (formats 3.6). */
import type { SimulatorMemory } from '../../kit/simulator.ts';

export interface StoredFile {
  fields: Record<string, string>;
  fileName: string;
  mediaType: string;
  base64: string;
  removed: boolean;
}

export interface StoredDossier {
  dossierId: number;
  referenceUid: string;
  /** A copy that somebody published here; only such a one takes later copies. */
  published: boolean;
  fields: Record<string, string>;
  files: Record<string, StoredFile>;
  documents: Record<string, StoredFile>;
  marks: Record<string, Record<string, string>>;
  eforms: Record<string, string>;
  payments: Record<string, Record<string, string>>;
  actions: ({ at: string } & Record<string, string>)[];
}

export interface Store {
  /** By number or key; the prefix of a copy does not matter. */
  find(id: string): StoredDossier | undefined;
  add(referenceUid: string, fields: Record<string, string>, published: boolean): StoredDossier;
  save(dossier: StoredDossier): void;
  all(): readonly StoredDossier[];
}

const firstNumber = 905470;

export function createStore(memory: SimulatorMemory): Store {
  const read = () => memory.read<Record<string, StoredDossier>>('dossiers', {});
  const save = (dossier: StoredDossier) =>
    memory.write('dossiers', { ...read(), [dossier.referenceUid]: dossier });

  return {
    find(id) {
      const key = id.replace(/^xxx-cps-/, '');
      return read()[key] ?? Object.values(read()).find(({ dossierId }) => String(dossierId) === key);
    },
    add(referenceUid, fields, published) {
      const dossierId = firstNumber + Object.keys(read()).length;
      const parts = { files: {}, documents: {}, marks: {}, eforms: {}, payments: {}, actions: [] };
      const key = referenceUid.replace(/^xxx-cps-/, '');
      const dossier = { dossierId, referenceUid: key, published, fields, ...parts };
      save(dossier);
      return dossier;
    },
    save,
    all: () => Object.values(read()),
  };
}

const dates = [
  ...['submitDate', 'receiveDate', 'dueDate', 'releaseDate', 'finishDate', 'cancellingDate'],
  ...['createDate', 'modifiedDate'],
];

/** The detail: local dates, booleans as text, names and the last officer in upper case. */
export function detail({ dossierId, referenceUid, fields, actions }: StoredDossier): Record<string, unknown> {
  const { password: _, ...shown } = fields;
  const last = actions.at(-1);
  return {
    ...shown,
    ...Object.fromEntries(dates.map((name) => [name, local(fields[name])])),
    dossierId,
    referenceUid,
    applicantName: (fields['applicantName'] ?? '').toLocaleUpperCase('vi'),
    dossierStatus: fields['dossierStatus'] ?? '',
    dossierSubStatus: fields['dossierSubStatus'] ?? '',
    lastActionDate: local(last?.at),
    lastActionCode: last?.['actionCode'] ?? '',
    lastActionUser: (last?.['actionUser'] ?? '').toLocaleUpperCase('vi'),
    lastActionNote: last?.['actionNote'] ?? '',
    ...{ stepOverdue: 'true', submitting: 'false', visited: 'false', notification: 'false' },
    online: String(fields['online'] === 'true'),
    viaPostal: fields['viaPostal'] ?? '0',
  };
}

/** Epoch milliseconds as `dd/MM/yyyy HH:mm:ss` in Viet Nam; '' for none. */
function local(epoch: string | undefined): string {
  const at = Number(epoch ?? 0);
  if (!(at > 0)) return '';
  const text = new Date(at + 7 * 3_600_000).toISOString();
  return `${text.slice(8, 10)}/${text.slice(5, 7)}/${text.slice(0, 4)} ${text.slice(11, 19)}`;
}
