import type { Request } from 'express';
import { NotFound } from '../../model/errors.ts';

export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `:id` of the path; what is no id of ours is simply not there. */
export function pathId({ params }: Request): string {
  const id = String(params['id'] ?? '');
  if (!uuid.test(id)) throw new NotFound('no such id');
  return id;
}
