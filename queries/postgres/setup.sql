-- A place for ledgers in a PostgreSQL database (12 or newer), made once by its administrator:
--
--   createdb --encoding UTF8 --template template0 trellis
--   psql --dbname trellis --single-transaction -v ON_ERROR_STOP=1 --file setup.sql
--
-- It may be run again. People get logins of their own and one of two roles, never the owner:
--
--   grant trellis_writer to "d.director";   -- appends and reads
--   grant trellis_reader to "a.auditor";    -- reads
--
-- docs/shared-ledger.md says what the server itself needs.

do $$
begin
  -- A line is kept as text, so that it can be read in psql and in a dump; in UTF8 its bytes stay as they are.
  if current_setting('server_encoding') <> 'UTF8' then
    raise exception 'this database is encoded as %; make one with --encoding UTF8', current_setting('server_encoding');
  end if;
  if not exists (select from pg_roles where rolname = 'trellis_owner') then
    create role trellis_owner nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'trellis_writer') then
    create role trellis_writer nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'trellis_reader') then
    create role trellis_reader nologin;
  end if;
end $$;

create schema if not exists trellis;

create table if not exists trellis.ledger (
  -- A database may hold several ledgers, each under a name.
  ledger     text        not null check (ledger <> ''),
  -- The position of the entry: 1, 2, 3, without gaps.
  seq        bigint      not null check (seq >= 1),
  -- The entry as docs/ledger-format.md describes it, without the line feed.
  line       text        not null check (line <> '' and position(e'\n' in line) = 0),
  -- What the server noted by itself; nothing that is verified depends on it.
  written_by text        not null,
  written_at timestamptz not null,
  primary key (ledger, seq)
);

-- Refuses a line that does not follow the last one, whoever writes it and with what program.
--
-- In canonical JSON a quotation mark inside a text stands behind a backslash, so that `"previous":"` can only be a
-- name. The JSON is not parsed: PostgreSQL refuses \u0000 in a text, and the ledger's format does not.
create or replace function trellis.line_follows() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  last_seq  bigint := 0;
  last_hash text := repeat('0', 64);
begin
  select l.seq, encode(sha256(convert_to(l.line, 'UTF8')), 'hex') into last_seq, last_hash
  from trellis.ledger l where l.ledger = new.ledger order by l.seq desc limit 1;
  if not found then
    last_seq := 0;
    last_hash := repeat('0', 64);
  end if;
  if new.seq <> last_seq + 1 then
    raise exception 'entry % belongs here, not entry %', last_seq + 1, new.seq using errcode = 'TL001';
  end if;
  if position('"previous":"' || last_hash || '"' in new.line) = 0 then
    raise exception 'entry % does not name the hash of the entry before it', new.seq using errcode = 'TL001';
  end if;
  if new.line !~ ('"seq":' || new.seq::text || '[,}]') then
    raise exception 'the line of entry % has another seq', new.seq using errcode = 'TL001';
  end if;
  new.written_by := session_user;
  new.written_at := clock_timestamp();
  return new;
end $$;

-- Refuses what would rewrite the record, also to its owner: an administrator who means to must first take this away.
create or replace function trellis.only_append() returns trigger
language plpgsql
as $$
begin
  raise exception 'a ledger is only ever added to' using errcode = 'TL002';
end $$;

drop trigger if exists line_follows on trellis.ledger;
create trigger line_follows before insert on trellis.ledger for each row execute function trellis.line_follows();
drop trigger if exists only_append on trellis.ledger;
create trigger only_append before update or delete or truncate on trellis.ledger
  for each statement execute function trellis.only_append();

alter schema trellis owner to trellis_owner;
alter table trellis.ledger owner to trellis_owner;
alter function trellis.line_follows() owner to trellis_owner;
alter function trellis.only_append() owner to trellis_owner;

revoke all on schema trellis from public;
revoke all on trellis.ledger from public, trellis_writer, trellis_reader;
grant usage on schema trellis to trellis_writer, trellis_reader;
grant select on trellis.ledger to trellis_writer, trellis_reader;
grant insert (ledger, seq, line) on trellis.ledger to trellis_writer;
