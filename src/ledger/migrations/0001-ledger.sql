-- The memory of the gateway. Payload, canonical and file bytes are sealed (see seal.ts) and never jsonb:
-- jsonb rewrites numbers and refuses U+0000.

-- One request as received.
create table intake (
  id uuid primary key,
  system_id text,
  door text not null,
  media_type text not null,
  sha256 bytea not null,
  raw bytea not null,
  received_at timestamptz not null default now(),
  refusal jsonb
) with (toast_tuple_target = 8160);
create index intake_refused on intake (received_at) where refusal is not null;

create table dossier (
  id uuid primary key,
  created_at timestamptz not null default now(),
  submitted boolean not null default false,
  state text,
  state_at timestamptz,
  state_exchange uuid,
  has_held boolean not null default false
) with (fillfactor = 80);

-- One dossier has many ids; each leads to it.
create table alias (
  scheme text not null,
  value text not null,
  dossier_id uuid not null references dossier,
  primary key (scheme, value)
);
create index alias_dossier on alias (dossier_id);
create index alias_value on alias (value text_pattern_ops);

-- Who may see a dossier: whoever sent or was sent a message of it.
create table participant (
  dossier_id uuid not null references dossier,
  system_id text not null,
  since timestamptz not null default now(),
  primary key (dossier_id, system_id)
);

create table exchange (
  id uuid primary key,
  number bigint generated always as identity,
  intake_id uuid references intake,
  source text not null,
  kind text not null,
  dossier_id uuid not null references dossier,
  occurred_at timestamptz not null,
  accepted_at timestamptz not null default now(),
  state text not null check (state in ('accepted', 'held', 'quarantined')),
  reason text,
  findings jsonb not null default '[]',
  stated text,
  in_history boolean not null default false,
  noticed boolean not null default false,
  canonical bytea not null
) with (toast_tuple_target = 8160, fillfactor = 90);
create index exchange_dossier on exchange (dossier_id, number);
create index exchange_source on exchange (source, number);
create index exchange_held on exchange (accepted_at) where state = 'held';
create index exchange_quarantined on exchange (accepted_at) where state = 'quarantined';
create index exchange_unnoticed on exchange (number) where state = 'quarantined' and not noticed;

create table idempotency (
  system_id text not null,
  key text not null,
  sha256 bytea not null,
  exchange_ids text not null,
  created_at timestamptz not null default now(),
  primary key (system_id, key)
);

-- (receiving system, dossier): strict first in, first out.
create table lane (
  system_id text not null,
  id uuid not null,
  last_seq bigint not null,
  open integer not null,
  last_status bytea,
  primary key (system_id, id)
) with (fillfactor = 70);

-- Only the head of a lane may be claimed, so a blocked head blocks its lane and nothing else.
-- shard -1 is the mailbox: never drained, fetched by the system.
create table delivery (
  id uuid primary key,
  exchange_id uuid not null references exchange,
  system_id text not null,
  lane uuid not null,
  lane_seq bigint not null,
  shard smallint not null,
  state text not null check (state in ('pending', 'parked', 'delivered', 'cancelled', 'superseded')),
  head boolean not null,
  due_at timestamptz not null default now(),
  accepted_at timestamptz not null default now(),
  finished_at timestamptz,
  attempts integer not null default 0,
  first_failed_at timestamptz,
  last_tried_at timestamptz,
  last_outcome text,
  last_reason text,
  started boolean not null default false,
  lease uuid,
  noticed boolean not null default false,
  notebook jsonb not null default '{}',
  unique (system_id, lane, lane_seq)
) with (fillfactor = 70);
create index delivery_due on delivery (system_id, shard, due_at, id) where head and state = 'pending';
create index delivery_open on delivery (system_id, accepted_at) where state = 'pending';
create index delivery_parked on delivery (system_id, accepted_at) where state = 'parked';
create index delivery_unnoticed on delivery (id) where state = 'parked' and not noticed;
create index delivery_exchange on delivery (exchange_id);

-- The append-only history of each delivery.
create table delivery_event (
  delivery_id uuid not null,
  number bigint generated always as identity,
  at timestamptz not null default now(),
  event text not null,
  attempt integer not null default 0,
  outcome text,
  reason text,
  duration_ms integer,
  actor text,
  primary key (delivery_id, number)
);

-- Who drains (system, shard) now. The token fences off a zombie's writes.
create table drain_lease (
  system_id text not null,
  shard smallint not null,
  owner uuid not null,
  token bigint not null,
  lease_until timestamptz not null,
  primary key (system_id, shard)
) with (fillfactor = 50);

create table breaker (
  system_id text not null primary key,
  state text not null check (state in ('closed', 'open', 'half-open')),
  since timestamptz not null default now(),
  probe_at timestamptz,
  failures integer not null default 0,
  reason text,
  last_success_at timestamptz
);

-- One thing said in several requests; each fragment is durable at once, the closing request releases them.
create table assembly (
  number bigint generated always as identity (start with 100001) primary key,
  system_id text not null,
  key text not null,
  opened_at timestamptz not null default now(),
  unique (system_id, key)
);
create table fragment (
  id uuid primary key,
  assembly bigint not null references assembly,
  part text not null,
  intake_id uuid not null references intake,
  data bytea not null,
  received_at timestamptz not null default now(),
  used_by uuid
);
create index fragment_open on fragment (assembly, received_at) where used_by is null;

create table file (
  id uuid primary key,
  system_id text not null,
  file_name text,
  media_type text,
  size_bytes bigint not null,
  sha256 bytea not null,
  stored_at timestamptz not null default now()
);
create table file_chunk (
  file_id uuid not null,
  number integer not null,
  bytes bytea not null,
  primary key (file_id, number)
) with (toast_tuple_target = 8160);
alter table file_chunk alter column bytes set storage external;
-- Which dossier a stored file belongs to; only its participants may read it.
create table dossier_file (
  file_id uuid not null references file,
  dossier_id uuid not null references dossier,
  primary key (file_id, dossier_id)
);

create table audit (
  number bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  act text not null,
  object text not null,
  reason text not null,
  detail jsonb not null default '{}'
);
create rule audit_no_update as on update to audit do instead nothing;
create rule audit_no_delete as on delete to audit do instead nothing;
create rule delivery_event_no_update as on update to delivery_event do instead nothing;
