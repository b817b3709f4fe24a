import type pg from 'pg';

export interface Table {
  name: string;
  columns: string[];
  /** Columns whose numbers the database gives out. */
  identities: string[];
}

type Reader = Pick<pg.Client, 'query'>;

/** The ledger's tables, each after those it refers to. Queue tables are no memory: their jobs only wake. */
export async function tablesOf(client: Reader): Promise<Table[]> {
  const { rows } = await client.query<Table & { needs: string[] }>(
    `select c.relname as name,
       array(select a.attname::text from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
       array(select a.attname::text from pg_attribute a
         where a.attrelid = c.oid and a.attidentity <> '' and not a.attisdropped) as identities,
       array(select r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
         where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and c.relname <> 'schema_migration' and c.relname not like 'bullmq%' order by c.relname`,
  );
  const sorted: Table[] = [];
  const left = new Map(rows.map((row) => [row.name, row]));
  while (left.size > 0) {
    const ready = [...left.values()].filter(({ needs }) => !needs.some((name) => left.has(name)));
    if (ready.length === 0) throw new Error('tables refer to each other in a circle');
    for (const { name, columns, identities } of ready) {
      sorted.push({ name, columns, identities });
      left.delete(name);
    }
  }
  return sorted;
}

/** Names of the migrations applied, in order. */
export async function migrationsOf(client: Reader): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from schema_migration order by name');
  return rows.map(({ name }) => name);
}
