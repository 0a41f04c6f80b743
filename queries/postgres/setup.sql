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

-- Says what keeps a line from being an entry by its form (docs/ledger-format.md, sections 1, 3 and 4): canonical JSON, the
-- members of an entry, and a signature of the form that SSH gives it. Nothing where it may be one: whether the signature
-- holds, and whether the rules allow the act, only a verifier can say. Thereby a writer's login alone puts nothing here that
-- stops a committee, and what gets past it `trellis audit set-aside` leaves behind.
--
-- The type json keeps the order of members and those that stand twice. It reads no \u0000, which a text may have, so that
-- another sign stands in for it here.
create or replace function trellis.what_is_wrong(line text) returns text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  -- The line with every text emptied, and with every escape that canonical JSON has taken out.
  bare    text := regexp_replace(line, '"([^"\\]|\\.)*"', '""', 'g');
  raw     text := regexp_replace(line, '\\(["\\bfnrt]|u00(0[0-7bef]|1[0-9a-f]))', '', 'g');
  entry   json;
  members text[];
begin
  begin
    entry := replace(line, '\u0000', '\u0001')::json;
  exception when others then
    return 'it is not JSON';
  end;
  if json_typeof(entry) <> 'object' or position('\' in raw) > 0 or line ~ '[\x01-\x1f]'
    or bare !~ '^[][{}:,"0-9aeflrstu]*$' or regexp_replace(bare, 'true|false', '', 'g') ~ '[a-z]'
    or bare ~ '(^|[^0-9])0[0-9]' or bare ~ '[0-9]{17}' or not trellis.is_sorted(entry)
  then
    return 'it is not in canonical form';
  end if;
  members := array(select json_object_keys(entry));
  if not members @> array['act', 'actor', 'at', 'id', 'previous', 'seq', 'signature', 'v']
    or not members <@ array['act', 'actor', 'at', 'evidence', 'id', 'previous', 'seq', 'signature', 'subject', 'supersedes', 'v']
    or json_typeof(entry->'act') <> 'object' or coalesce(json_typeof(entry->'act'->'type'), '') <> 'string'
    or entry->>'actor' !~ '^\{"id":"[A-Za-z0-9][A-Za-z0-9._+@-]{0,63}","role":"[a-z_]+"\}$'
    or entry->>'at' !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$'
    or entry->>'id' !~ '^[!-~]{1,64}$' or coalesce(entry->>'subject', 'none') !~ '^[!-~]{1,64}$'
    or coalesce(json_typeof(entry->'evidence'), 'object') <> 'object'
    or coalesce(json_typeof(entry->'supersedes'), 'object') <> 'object'
    or entry->>'v' <> '2' or json_typeof(entry->'v') <> 'number' or json_typeof(entry->'seq') <> 'number'
    or json_typeof(entry->'previous') <> 'string' or json_typeof(entry->'signature') <> 'string'
  then
    return 'it has not the members of an entry';
  end if;
  if not trellis.is_signature(entry->>'signature') then
    return 'its signature is none';
  end if;
  return null;
end $$;

-- Tells whether the members of every object stand in order, and none twice.
create or replace function trellis.is_sorted(value json) returns boolean
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  name   text;
  before text;
  item   json;
begin
  if json_typeof(value) = 'object' then
    for name, item in select key, j.value from json_each(value) j loop
      if name collate "C" <= before collate "C" or not trellis.is_sorted(item) then
        return false;
      end if;
      before := name;
    end loop;
  elsif json_typeof(value) = 'array' then
    for item in select j.value from json_array_elements(value) j loop
      if not trellis.is_sorted(item) then
        return false;
      end if;
    end loop;
  end if;
  return true;
end $$;

-- Tells whether a text has the form of an SSH signature for a ledger (OpenSSH's PROTOCOL.sshsig) by a kind of key that signs.
create or replace function trellis.is_signature(signature text) returns boolean
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  bytes  bytea;
  parts  bytea[] := '{}';
  at     integer := 10;
  length bigint;
begin
  begin
    bytes := decode(signature, 'base64');
  exception when others then
    return false;
  end;
  if replace(encode(bytes, 'base64'), e'\n', '') <> signature or substring(bytes for 10) <> '\x53534853494700000001' then
    return false;
  end if;
  -- Key, namespace, what is reserved, hash, and what was made.
  while octet_length(bytes) >= at + 4 loop
    length := get_byte(bytes, at)::bigint * 16777216 + get_byte(bytes, at + 1) * 65536
      + get_byte(bytes, at + 2) * 256 + get_byte(bytes, at + 3);
    if at + 4 + length > octet_length(bytes) then
      return false;
    end if;
    parts := parts || substring(bytes from at + 5 for length::integer);
    at := at + 4 + length::integer;
  end loop;
  return at = octet_length(bytes) and array_length(parts, 1) = 5
    and parts[2] = convert_to('trellis-ledger', 'UTF8') and parts[3] = '' and parts[4] = convert_to('sha512', 'UTF8')
    and octet_length(parts[1]) > 4 and octet_length(parts[5]) > 4
    and substring(parts[1] from 5 for get_byte(parts[1], 3)) = any (
      select convert_to(kind, 'UTF8') from unnest(array[
        'ssh-ed25519', 'sk-ssh-ed25519@openssh.com', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384',
        'sk-ecdsa-sha2-nistp256@openssh.com', 'ssh-rsa'
      ]) kind
    );
end $$;

-- Refuses a line that does not follow the last one, or is no entry by its form, whoever writes it and with what program.
create or replace function trellis.line_follows() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  last_seq  bigint := 0;
  last_hash text := repeat('0', 64);
  wrong     text := trellis.what_is_wrong(new.line);
  entry     json;
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
  if wrong is not null then
    raise exception 'the line of entry % is no entry: %', new.seq, wrong using errcode = 'TL003';
  end if;
  entry := replace(new.line, '\u0000', '\u0001')::json;
  if entry->>'previous' <> last_hash then
    raise exception 'entry % does not name the hash of the entry before it', new.seq using errcode = 'TL001';
  end if;
  if entry->>'seq' <> new.seq::text then
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
alter function trellis.what_is_wrong(text) owner to trellis_owner;
alter function trellis.is_sorted(json) owner to trellis_owner;
alter function trellis.is_signature(text) owner to trellis_owner;
alter function trellis.only_append() owner to trellis_owner;

revoke all on schema trellis from public;
revoke all on trellis.ledger from public, trellis_writer, trellis_reader;
grant usage on schema trellis to trellis_writer, trellis_reader;
grant select on trellis.ledger to trellis_writer, trellis_reader;
grant insert (ledger, seq, line) on trellis.ledger to trellis_writer;
