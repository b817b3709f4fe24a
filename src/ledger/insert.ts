import type { Client } from './pool.ts';

/** Column name -> PostgreSQL type, in the order of the statement. */
export type Columns = Readonly<Record<string, string>>;

interface Table<C extends Columns> {
  table: string;
  columns: C;
  rest?: string;
}

type Row<C extends Columns> = Record<keyof C, unknown>;

/** Inserts rows in one statement, whatever their number. */
export async function insertRows<C extends Columns>(
  client: Client,
  to: Table<C>,
  rows: readonly Row<C>[],
): Promise<void> {
  if (rows.length === 0) return;
  // Inside an array bytes travel as hex text, which costs twice their size and most of the time; on their own as they are.
  const statement = Object.values(to.columns).includes('bytea') ? asValues(to, rows) : asArrays(to, rows);
  await client.query(statement);
}

/** One array per column: one prepared statement for any number of rows. */
function asArrays<C extends Columns>({ table, columns, rest = '' }: Table<C>, rows: readonly Row<C>[]) {
  const names = Object.keys(columns);
  const arrays = names.map((name, index) => `$${index + 1}::${columns[name]}[]`);
  return {
    name: `insert-${table}-${names.length}${rest && '-r'}`,
    text: `insert into ${table} (${names.join(', ')}) select * from unnest(${arrays.join(', ')}) ${rest}`,
    values: names.map((name) => rows.map((row) => row[name] ?? null)),
  };
}

/** One parameter per value: a prepared statement for each number of rows. */
function asValues<C extends Columns>({ table, columns, rest = '' }: Table<C>, rows: readonly Row<C>[]) {
  const names = Object.keys(columns);
  const tuples = rows.map((_row, at) => {
    const places = names.map((name, index) => `$${at * names.length + index + 1}::${columns[name]}`);
    return `(${places.join(', ')})`;
  });
  return {
    name: `insert-${table}-values-${rows.length}`,
    text: `insert into ${table} (${names.join(', ')}) values ${tuples.join(', ')} ${rest}`,
    values: rows.flatMap((row) => names.map((name) => row[name] ?? null)),
  };
}
