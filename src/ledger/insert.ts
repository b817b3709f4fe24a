import type { Client } from './pool.ts';

/** Column name -> PostgreSQL type, in the order of the statement. */
export type Columns = Readonly<Record<string, string>>;

/** Inserts rows in one statement, whatever their number: one array per column. */
export async function insertRows<C extends Columns>(
  client: Client,
  { table, columns, rest = '' }: { table: string; columns: C; rest?: string },
  rows: readonly Record<keyof C, unknown>[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = Object.keys(columns);
  const arrays = names.map((name, index) => `$${index + 1}::${columns[name]}[]`);
  const text = `insert into ${table} (${names.join(', ')}) select * from unnest(${arrays.join(', ')}) ${rest}`;
  const values = names.map((name) => rows.map((row) => row[name] ?? null));
  await client.query({ name: `insert-${table}-${names.length}${rest && '-r'}`, text, values });
}
