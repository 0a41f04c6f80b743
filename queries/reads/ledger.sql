-- The ledger as tables, for any DuckDB client. The program itself does not run this: it is for whoever wants to
-- ask the record something of their own.
--
--   duckdb -cmd "set variable ledger = 'my.ledger.jsonl'" -init queries/reads/ledger.sql
--
-- Reading is not verifying: `trellis audit verify` or tests/ledger/verify.py says whether the file holds. A torn
-- last line is left out.
--
-- ledger_lines      each line with its place and the SHA-256 that the next line names
-- ledger_entries    who did what about whom, when; `standing` is what became of it
-- ledger_decisions  recommendations and determinations; one on the resident as a whole has no epa, and the code of
--                   the progress (or defer) as its outcome
-- ledger_evidence   what was shown, a row a fact
-- ledger_goals      goals, and how they ended
-- ledger_signers    who may sign, by the list that each entry brought

create or replace temp view ledger_lines as
select
    line_number as seq,
    line,
    -- A line that was cut keeps the hash of what stood there.
    coalesce(json_extract_string(line, '$.cut'), sha256(line)) as hash,
    json_extract_string(line, '$.cut') is not null as cut
from (
    select
        unnest(string_split(content, chr(10))) as line,
        generate_subscripts(string_split(content, chr(10)), 1) as line_number,
        len(string_split(content, chr(10))) as pieces
    from read_text(getvariable('ledger'))
)
where line_number < pieces;

create or replace temp view ledger_entries as
with parsed as (
    select
        seq,
        hash,
        json_extract_string(line, '$.id') as id,
        cast(json_extract_string(line, '$.at') as timestamp) as at_utc,
        json_extract_string(line, '$.actor.id') as actor,
        json_extract_string(line, '$.actor.role') as role,
        json_extract_string(line, '$.subject') as resident_id,
        json_extract_string(line, '$.act.type') as act,
        cast(json_extract_string(line, '$.supersedes.entry') as bigint) as supersedes,
        json_extract_string(line, '$.supersedes.reason') as supersedes_reason,
        json_extract(line, '$.act') as details,
        json_extract(line, '$.evidence') as evidence
    from ledger_lines
    where not cut
),
ended as (
    select supersedes as seq, 'superseded' as standing, seq as ended_by from parsed where supersedes is not null
    union all
    select cast(json_extract_string(details, '$.entry') as bigint), 'revoked', seq from parsed where act = 'revocation'
    union all
    select cast(json_extract_string(details, '$.entry') as bigint), 'closed', seq from parsed where act = 'goal_closed'
)
select parsed.*, coalesce(ended.standing, 'stands') as standing, ended.ended_by
from parsed left join ended using (seq);

create or replace temp view ledger_decisions as
with decided as (
    -- A determination holds its decision as an object, a recommendation as its own members.
    select *, coalesce(json_extract(details, '$.decision'), json_extract(details, '$.overall'), details) as decision
    from ledger_entries
    where act in ('recommendation', 'determination', 'overall_recommendation', 'overall_determination')
)
select
    seq, at_utc, actor, role, resident_id, act, standing, ended_by,
    json_extract_string(decision, '$.epa') as epa,
    coalesce(
        json_extract_string(decision, '$.outcome'), json_extract_string(decision, '$.progress'), 'defer'
    ) as outcome,
    json_extract_string(decision, '$.scale') as scale,
    json_extract_string(decision, '$.level') as level,
    json_extract_string(decision, '$.rationale') as rationale,
    cast(json_extract_string(decision, '$.insufficient_evidence') as boolean) as insufficient_evidence,
    json_extract_string(decision, '$.dissent') as dissent,
    cast(json_extract_string(details, '$.recommendation') as bigint) as determines,
    cast(json_extract_string(details, '$.agrees') as boolean) as agrees
from decided;

create or replace temp view ledger_evidence as
select
    seq,
    resident_id,
    cast(json_extract_string(evidence, '$.as_of') as date) as as_of,
    json_extract_string(evidence, '$.case_file') as case_file,
    json_extract_string(evidence, '$.thresholds') as thresholds,
    json_extract_string(fact, '$.label') as label,
    json_extract_string(fact, '$.shown') as shown,
    cast(json_extract_string(fact, '$.n') as bigint) as n,
    json_extract_string(fact, '$.definition.code') as definition,
    json_extract_string(fact, '$.definition.hash') as definition_hash
from (
    select *, unnest(cast(json_extract(evidence, '$.facts') as json[])) as fact
    from ledger_entries
    where evidence is not null
);

create or replace temp view ledger_goals as
select
    seq, at_utc, actor, role, resident_id, standing, ended_by, supersedes,
    json_extract_string(details, '$.text') as text,
    json_extract_string(details, '$.owner') as owner,
    cast(json_extract_string(details, '$.due') as date) as due
from ledger_entries
where act = 'goal_set';

create or replace temp view ledger_signers as
select
    seq,
    string_split(line, ' ')[1] as principals,
    string_split(line, ' ')[2] as options,
    string_split(line, ' ')[3] || ' ' || string_split(line, ' ')[4] as key
from (
    select seq, unnest(string_split(json_extract_string(details, '$.allowed'), chr(10))) as line
    from ledger_entries
    where act = 'signers_named'
)
where line <> '';
