/** The server half of a simulated OpenCPS, oddities included (formats 3.1 to 3.4). */
import {
  type Express,
  type Multipart,
  type Request,
  type Response,
  readForm,
  readMultipart,
} from '../../kit/simulator.ts';
import { detail, type Store, type StoredDossier, type StoredFile } from './simulator-store.ts';

/** What an action does to the status; free per province, here one that fits the connector's defaults. */
const statusByAction: Readonly<Record<string, string>> = {
  ...{ 1100: 'new', 1150: 'processing', 1180: 'cancelled', 1190: 'processing', 1200: 'processing' },
  ...{ 1210: 'new', 1220: 'denied', 1300: 'waiting', 1400: 'paying', 1500: 'pausing', 1510: 'unresolved' },
  ...{ 1600: 'interoperating', 1700: 'releasing', 1800: 'done' },
};

export interface ServerOptions {
  username?: string;
  password?: string;
  onAction?: (dossier: StoredDossier, actionCode: string) => void;
}

type Handler = (dossier: StoredDossier, request: Request, response: Response) => unknown;

/** Adds the routes a sync client calls. */
export function mountServer(app: Express, store: Store, options: ServerOptions): void {
  app.use((request, response, next) => {
    if (!isKnown(request, options)) {
      // Not authenticated is a 2xx here.
      const text = 'Non-Authoritative Information.';
      return void response.status(203).json({ message: text, code: 203, description: text });
    }
    if (request.headers['groupid'] === undefined) return forbid(response, 'No Group exists with the key');
    next();
  });
  mountDossiers(app, store);
  mountParts(app, store);
  mountActions(app, store, options);
}

function mountDossiers(app: Express, store: Store): void {
  const base = '/o/rest/v2/dossiers';
  app.get(base, (_request, response) =>
    response.json({ total: store.all().length, data: store.all().map(detail) }),
  );
  app.post(`${base}/publish`, (request, response) => {
    const fields = readForm(request);
    const uid = fields['referenceUid'] ?? '';
    const known = store.find(uid);
    // A dossier of its own is given back as it is, with 200.
    if (known && !known.published) return void response.json(detail(known));
    // The server reads the misspelt key.
    const read = { ...fields, correctingDate: fields['correcttingDate'] ?? '' };
    if (known) store.save({ ...known, fields: { ...known.fields, ...read } });
    response.json(detail(store.find(uid) ?? store.add(uid, read, true)));
  });
  app.put(`${base}/inform/:uid`, (request, response) =>
    withDossier(store, request, response, (dossier) => {
      const { dossierNo = '', receiveDate = '0', dueDate = '0' } = readForm(request);
      store.save({ ...dossier, fields: { ...dossier.fields, dossierNo, receiveDate, dueDate } });
      response.json(detail(store.find(dossier.referenceUid) ?? dossier));
    }),
  );
  app.post(base, (request, response) => {
    const fields = readForm(request);
    const { referenceUid = '', serviceCode, govAgencyCode, dossierTemplateNo } = fields;
    if (!serviceCode || !govAgencyCode || !dossierTemplateNo)
      return forbid(response, 'No ProcessOption exists');
    response.json(detail(store.find(referenceUid) ?? store.add(referenceUid, fields, false)));
  });
  app.get(`${base}/:uid`, (request, response) =>
    withDossier(store, request, response, (dossier) => response.json(detail(dossier))),
  );
}

function mountParts(app: Express, store: Store): void {
  const base = '/o/rest/v2/dossiers/:uid';
  const on = (path: string, handler: Handler) =>
    app.post(path, (request, response) => withDossier(store, request, response, handler));

  on(`${base}/files`, async (dossier, request, response) => {
    const { fields, file } = stored(await readMultipart(request));
    const uid = fields['referenceUid'] ?? '';
    store.save({ ...dossier, files: { ...dossier.files, [uid]: { ...file, fields } } });
    const dossierFileId = 905501 + Object.keys(dossier.files).length;
    response.json({ dossierFileId, dossierId: dossier.dossierId, ...fields, removed: false, isNew: true });
  });
  app.delete(`${base}/files/:fileUid`, (request, response) =>
    withDossier(store, request, response, (dossier) => {
      const uid = String(request.params['fileUid']);
      const file = dossier.files[uid];
      if (file === undefined) return forbid(response, 'No DossierFile exists with the key');
      store.save({ ...dossier, files: { ...dossier.files, [uid]: { ...file, removed: true } } });
      response.json({ referenceUid: uid, removed: true });
    }),
  );
  on('/o/rest/v2_1/dossiers/:uid/documents', async (dossier, request, response) => {
    const { fields, file } = stored(await readMultipart(request));
    const uid = fields['referenceUid'] ?? '';
    store.save({ ...dossier, documents: { ...dossier.documents, [uid]: { ...file, fields } } });
    response.json({ dossierId: dossier.dossierId, ...fields });
  });
  on(`${base}/marks/:partNo`, (dossier, request, response) => {
    const fields = readForm(request);
    store.save({ ...dossier, marks: { ...dossier.marks, [String(request.params['partNo'])]: fields } });
    response.json({ dossierMarkId: 1, ...fields, recordCount: 0 });
  });
  on(`${base}/eforms/:partNo`, (dossier, request, response) => {
    const { formData = '' } = readForm(request);
    store.save({ ...dossier, eforms: { ...dossier.eforms, [String(request.params['partNo'])]: formData } });
    response.json({ dossierId: dossier.dossierId, formData });
  });
  on(`${base}/payment`, (dossier, request, response) => {
    const fields = readForm(request);
    // The receiver files the agency under the applicant's name.
    const kept = { ...fields, applicantName: fields['govAgencyName'] ?? '' };
    store.save({ ...dossier, payments: { ...dossier.payments, [fields['referenceUid'] ?? '']: kept } });
    response.json({ paymentFileId: 905601, ...kept });
  });
}

function mountActions(app: Express, store: Store, { onAction }: ServerOptions): void {
  app.post('/o/rest/v2/dossiers/:uid/actions', (request, response) =>
    withDossier(store, request, response, (dossier) => {
      const fields = readForm(request);
      const { actionCode = '' } = fields;
      const status = statusByAction[actionCode] ?? dossier.fields['dossierStatus'] ?? '';
      const action = { ...fields, at: String(Date.now()) };
      // Nothing stops the same action from running twice.
      store.save({
        ...dossier,
        fields: { ...dossier.fields, dossierStatus: status },
        actions: [...dossier.actions, action],
      });
      response.json({
        dossierActionId: dossier.actions.length + 1,
        dossierId: dossier.dossierId,
        actionCode,
      });
      onAction?.(store.find(dossier.referenceUid) ?? dossier, actionCode);
    }),
  );
}

async function withDossier(
  store: Store,
  request: Request,
  response: Response,
  handler: Handler,
): Promise<void> {
  const dossier = store.find(String(request.params['uid']));
  if (dossier === undefined) return forbid(response, 'No Dossier exists with the key');
  await handler(dossier, request, response);
}

/** 403 is its word for everything that is wrong. */
function forbid(response: Response, description: string): void {
  response.status(403).json({ message: 'No Content.', code: 403, description });
}

function isKnown(request: Request, { username, password = '' }: ServerOptions): boolean {
  const given = request.headers.authorization;
  if (username === undefined) return given !== undefined;
  return given === `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function stored({ fields, files }: Multipart): {
  fields: Record<string, string>;
  file: Omit<StoredFile, 'fields'>;
} {
  const [file] = files;
  const base64 = file?.bytes.toString('base64') ?? '';
  const { fileName = '', mediaType = '' } = file ?? {};
  return { fields, file: { fileName, mediaType, base64, removed: false } };
}
