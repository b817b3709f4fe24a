import dossier from '../../../schemas/dossier.schema.json' with { type: 'json' };
import message from '../../../schemas/message.schema.json' with { type: 'json' };
import api from '../../../schemas/standard-api.openapi.json' with { type: 'json' };
import type { Answer } from '../routes.ts';

/** The whole description in one document: the canonical schemas ride along, found by their own `$id`. */
export const openApiDocument = {
  ...api,
  components: {
    ...api.components,
    schemas: { ...api.components.schemas, Message: message, Dossier: dossier },
  },
};

/** `GET /v1/openapi.json`: open to everybody, because developers read it before they have a key. */
export function openApi(): Answer {
  return { status: 200, body: openApiDocument };
}
