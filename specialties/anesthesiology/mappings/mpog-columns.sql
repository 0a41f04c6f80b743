-- From the MPOG export of resident case lists to the canonical relations.
--
-- A folder holds, for each resident, PREFIX.CaseList.csv and PREFIX.ProcedureList.csv. Import puts
-- them as they are into raw.case_list and raw.procedure_list, every column text, with `prefix`,
-- `source_file` and `source_row`. Canonical files of the same folder stand in raw.<relation>, the
-- program's own rules of rules.csv in raw.rules.
--
-- How to read it
--   1. mpog-columns.sql  what the columns say:         mpog.cases, mpog.procedures
--   2. mpog-words.sql    the words of a case's text:   mpog.case_texts
--   3. mpog-texts.sql    what a text gives:            mpog.signs, mpog.answers, mpog.decisions
--   4. mpog-rows.sql     what a row of procedures was: mpog.procedure_kinds
--   5. mpog.sql          the canonical relations:      mapped.*
-- They run in this order. A text is matched as words: lower case, with a space on both sides.

create schema if not exists mpog;

create or replace macro mpog.words(said) as
    ' ' || trim(regexp_replace(lower(coalesce(said, '')), '[^a-z0-9]+', ' ', 'g')) || ' ';

-- MPOG writes -998 and -999 for what is missing.
create or replace macro mpog.given(said) as
    case when regexp_full_match(trim(said), '(-99[89]([.]0+)?)?') then null else trim(said) end;

create or replace macro mpog.identifier(said) as left(regexp_replace(trim(said), '[^!-~]+', '_', 'g'), 64);

-- '3', '3E', 'ASA 3', 'III E'. What cannot be read goes on as it is, so that the row is reported.
create or replace macro mpog.asa(said) as
    case regexp_extract(upper(said), '^\s*(?:ASA)?\s*(?:PS|CLASS)?\s*(VI|IV|V|III|II|I|[1-6])\s*-?\s*E?\s*$', 1)
        when 'I' then '1' when 'II' then '2' when 'III' then '3'
        when 'IV' then '4' when 'V' then '5' when 'VI' then '6'
        when '' then said
        else regexp_extract(said, '[1-6]')
    end;

create or replace macro mpog.is_emergency(emergency, asa) as
    case
        when regexp_matches(upper(asa), '[1-6IV]\s*-?\s*E\s*$') then 'true'
        when upper(emergency) in ('YES', 'Y', 'TRUE', 'T', '1', 'E', 'EMERGENCY', 'EMERGENT') then 'true'
        when upper(emergency) in ('NO', 'N', 'FALSE', 'F', '0', 'ELECTIVE') then 'false'
        else emergency
    end;

-- The identifier of a case without what spreadsheets and exports do to it: blanks, and the `.0` of a number.
create or replace macro mpog.case_identifier(said) as nullif(regexp_replace(
    regexp_replace(coalesce(mpog.given(said), ''), '[\s\x{00A0}\x{2007}\x{202F}\x{FEFF}]+', '', 'g'),
    '^([0-9]+)[.]0+$', '\1'
), '');

-- What is left of one where zeros in front, signs and letter case are lost: where two meet only so, a reader should look.
create or replace macro mpog.roughly(identifier) as ltrim(regexp_replace(upper(identifier), '[^A-Z0-9]+', '', 'g'), '0');

-- 1. What the columns say -----------------------------------------------------------------------

-- One row a case and resident. The text may stand in the other list only. An identifier in other letters is the same
-- case where the time is the same too.
create or replace table mpog.cases as
with said_elsewhere as (
    select upper(mpog.case_identifier(mpog_case_id)) as key, min(mpog.given(aims_actual_procedure_text)) as procedure_text
    from raw.procedure_list
    group by key
)
select
    l.prefix,
    mpog.identifier(l.prefix) as resident_id,
    min(mpog.case_identifier(l.mpog_case_id)) over (
        partition by upper(mpog.case_identifier(l.mpog_case_id)), mpog.given(l.aims_scheduled_dt)
    ) as case_id,
    mpog.given(l.aims_scheduled_dt) as started_at,
    mpog.given(l.aims_patient_age_years) as age_years,
    mpog.asa(mpog.given(l.asa_status)) as asa,
    mpog.is_emergency(mpog.given(l.emergency), mpog.given(l.asa_status)) as emergency,
    coalesce(mpog.given(l.aims_actual_procedure_text), e.procedure_text) as procedure_text,
    mpog.given(l.anesattendings) as attendings,
    l.source_file,
    l.source_row
from raw.case_list l
left join said_elsewhere e on e.key = upper(mpog.case_identifier(l.mpog_case_id));

create or replace table mpog.case_keys as
select upper(case_id) as key, min(case_id) as case_id, count(distinct case_id) as cases
from mpog.cases
where case_id is not null
group by key;

-- One row of the procedure list; `case_id` is null where no case list holds the case. `double_of` is the first of rows
-- that say the same in every column.
create or replace table mpog.procedures as
with read as (
    select
        p.*,
        mpog.case_identifier(p.mpog_case_id) as written,
        first_value(p.source_row) over (
            partition by p.prefix, p.source_file, mpog.case_identifier(p.mpog_case_id), p.aims_scheduled_dt, p.procedurename,
                p.primaryblock, p.comment, p.details, p.aims_actual_procedure_text, p.asa_status, p.emergency, p.anesattendingnames
            order by p.source_row
        ) as first_row
    from raw.procedure_list p
),
placed as (
    select r.*, coalesce(same.case_id, case when alike.cases = 1 then alike.case_id end) as case_id
    from read r
    left join (select distinct case_id from mpog.cases) same on same.case_id = r.written
    left join mpog.case_keys alike on alike.key = upper(r.written)
)
select
    p.prefix,
    mpog.identifier(p.prefix) as resident_id,
    p.case_id,
    p.written,
    -- Outside a case what shares the identifier is of one patient; without one, what stands in one row.
    case when p.case_id is null then coalesce(
        mpog.identifier(p.written), left(mpog.identifier(p.prefix), 40) || '.' || p.source_row
    ) end as encounter_id,
    mpog.given(p.aims_scheduled_dt) as performed_at,
    mpog.given(p.procedurename) as named,
    mpog.given(p.primaryblock) as block,
    mpog.given(p.details) as details,
    mpog.given(p.comment) as comment,
    mpog.given(p.aims_actual_procedure_text) as procedure_text,
    mpog.given(p.anesattendingnames) as attendings,
    case when p.source_row <> p.first_row then p.first_row end as double_of,
    p.source_file,
    p.source_row
from placed p;

-- NAME@timestamp; NAME@timestamp. The code of a name is the same in every export.
create or replace table mpog.attendings as
with cells as (
    select attendings from mpog.cases union select attendings from mpog.procedures
),
parts as (
    select attendings, unnest(string_split(attendings, ';')) as part, generate_subscripts(string_split(attendings, ';'), 1) as place
    from cells
    where attendings is not null
),
names as (
    select attendings, place, upper(trim(split_part(part, '@', 1))) as name from parts
)
select
    n.attendings,
    n.place,
    n.name,
    coalesce(f.faculty_id, 'F-' || left(md5(n.name), 10)) as faculty_id
from names n
left join (select upper(trim(name)) as name, min(trim(faculty_id)) as faculty_id from raw.faculty group by all) f using (name)
where n.name <> '';

create or replace view mpog.first_attending as
select attendings, arg_min(faculty_id, place) as faculty_id from mpog.attendings group by attendings;
