-- From the MPOG export of resident case lists to the canonical relations.
--
-- A folder holds, for each resident, NAME.CaseList.csv and NAME.ProcedureList.csv. Import puts
-- them as they are into raw.case_list and raw.procedure_list, every column text, with the
-- `resident_id` that the name stands for, `source_file` and `source_row`; raw.people has everybody
-- whose lists are there. Canonical files of the same folder stand in raw.<relation>, the program's
-- own rules of rules.csv in raw.rules. How single values are read is in the schema `reading`.
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
    case when regexp_full_match(trim(said), '-99[89]([.]0+)?') then null else reading.given(said) end;

create or replace macro mpog.identifier(said) as left(regexp_replace(trim(said), '[^!-~]+', '_', 'g'), 64);

create or replace macro mpog.is_emergency(emergency, asa) as
    case
        when reading.is_emergency_asa(asa) then 'true'
        when upper(emergency) in ('YES', 'Y', 'TRUE', 'T', '1', '1.0', 'E', 'EMERGENCY', 'EMERGENT') then 'true'
        when upper(emergency) in ('NO', 'N', 'FALSE', 'F', '0', '0.0', 'ELECTIVE') then 'false'
        else emergency
    end;

-- The identifier of a case without what spreadsheets and exports do to it: blanks, and the `.0` of a number.
create or replace macro mpog.case_identifier(said) as nullif(regexp_replace(
    regexp_replace(coalesce(mpog.given(said), ''), '[\s\x{00A0}\x{2007}\x{202F}\x{FEFF}]+', '', 'g'),
    '^([0-9]+)[.]0+$', '\1'
), '');

-- 1. What the columns say -----------------------------------------------------------------------

-- One row a case and resident, as the lists say. The text may stand in the other list only. An identifier in other
-- letters is the same case where the time is the same too.
create or replace table mpog.case_rows as
with said_elsewhere as (
    select upper(mpog.case_identifier(mpog_case_id)) as key, min(mpog.given(aims_actual_procedure_text)) as procedure_text
    from raw.procedure_list
    group by key
)
select
    l.resident_id,
    trim(l.mpog_case_id) as as_written,
    min(mpog.case_identifier(l.mpog_case_id)) over (
        partition by upper(mpog.case_identifier(l.mpog_case_id)), mpog.given(l.aims_scheduled_dt)
    ) as case_id,
    mpog.given(l.aims_scheduled_dt) as started_at,
    mpog.given(l.aims_patient_age_years) as age_years,
    reading.asa(mpog.given(l.asa_status)) as asa,
    mpog.is_emergency(mpog.given(l.emergency), mpog.given(l.asa_status)) as emergency,
    coalesce(mpog.given(l.aims_actual_procedure_text), e.procedure_text) as procedure_text,
    mpog.given(l.anesattendings) as attendings,
    try_cast(mpog.given(l.aims_scheduled_dt) as timestamp) as moment,
    try_cast(mpog.given(l.aims_patient_age_years) as double) as age,
    l.source_file,
    l.source_row
from raw.case_list l
left join said_elsewhere e on e.key = upper(mpog.case_identifier(l.mpog_case_id));

-- A case that was handed over stands in the lists of two residents, and one of them may have been exported before it was
-- amended. It is one case where the identifier and the time are the same and the ages, as far as they are known, a year
-- apart at most; on another hour of the day only where the ages are there. Else two hospitals gave one identifier: those
-- stay two, and import sets both aside.
create or replace table mpog.case_agreed as
select
    case_id,
    moment::date as day,
    arg_min(started_at, (moment, source_file, source_row)) as started_at,
    case
        when max(age) is null then min(age_years)
        when min(floor(age)) = max(floor(age)) then arg_max(age_years, (length(age_years), age)) filter (where age is not null)
    end as age_years,
    case when min(asa) = max(asa) then min(asa) end as asa,
    case when min(emergency) = max(emergency) then min(emergency) end as emergency,
    -- The longer text says more of what was done.
    arg_max(procedure_text, (length(mpog.words(procedure_text)), procedure_text)) filter (where procedure_text is not null) as procedure_text,
    count(distinct mpog.words(procedure_text)) filter (where procedure_text is not null) as texts,
    arg_min(procedure_text, (length(mpog.words(procedure_text)), procedure_text)) filter (where procedure_text is not null) as other_text,
    min(floor(age)) <> max(floor(age)) as ages_differ,
    min(asa) <> max(asa) as asas_differ,
    min(emergency) <> max(emergency) as emergencies_differ,
    arg_max(source_file, (source_file, source_row)) as source_file,
    arg_max(source_row, (source_file, source_row)) as source_row
from mpog.case_rows
where case_id is not null and moment is not null
group by case_id, day
having count(*) > 1
    and coalesce(max(age) - min(age) <= 1, true)
    and (min(moment) = max(moment) or count(age) = count(*));

create or replace table mpog.cases as
select
    r.resident_id,
    r.case_id,
    if(a.case_id is null, r.started_at, a.started_at) as started_at,
    if(a.case_id is null, r.age_years, a.age_years) as age_years,
    if(a.case_id is null, r.asa, a.asa) as asa,
    if(a.case_id is null, r.emergency, a.emergency) as emergency,
    if(a.case_id is null, r.procedure_text, a.procedure_text) as procedure_text,
    r.attendings,
    r.source_file,
    r.source_row
from mpog.case_rows r
left join mpog.case_agreed a on a.case_id = r.case_id and a.day = r.moment::date;

create or replace table mpog.case_keys as
select upper(case_id) as key, min(case_id) as case_id, count(distinct case_id) as cases
from mpog.cases
where case_id is not null
group by key;

-- One row of the procedure list; `case_id` is null where no case list holds the case. `double_of` is where the first of
-- rows stands that say the same in every column.
create or replace table mpog.procedures as
with read as (
    select
        p.*,
        mpog.case_identifier(p.mpog_case_id) as written,
        -- A resident may have two lists, of which each has a row 2.
        dense_rank() over (partition by p.resident_id order by p.source_file) as part,
        row_number() over same as nth,
        first_value(p.source_file) over same as first_file,
        first_value(p.source_row) over same as first_row
    from raw.procedure_list p
    window same as (
        partition by p.resident_id, mpog.case_identifier(p.mpog_case_id), p.aims_scheduled_dt, p.procedurename, p.primaryblock,
            p.comment, p.details, p.aims_actual_procedure_text, p.asa_status, p.emergency, p.anesattendingnames
        order by p.source_file, p.source_row
    )
),
placed as (
    select
        r.*,
        coalesce(same.case_id, case when alike.cases = 1 then alike.case_id end) as case_id,
        left(r.resident_id, 40) || '.' || if(r.part > 1, 'p' || r.part || '.', '') || r.source_row as row_id
    from read r
    left join (select distinct case_id from mpog.cases) same on same.case_id = r.written
    left join mpog.case_keys alike on alike.key = upper(r.written)
)
select
    p.resident_id,
    p.row_id,
    p.case_id,
    p.written,
    trim(p.mpog_case_id) as as_written,
    -- Outside a case what shares the identifier is of one patient; without one, what stands in one row.
    case when p.case_id is null then coalesce(mpog.identifier(p.written), p.row_id) end as encounter_id,
    mpog.given(p.aims_scheduled_dt) as performed_at,
    mpog.given(p.procedurename) as named,
    mpog.given(p.primaryblock) as block,
    mpog.given(p.details) as details,
    mpog.given(p.comment) as comment,
    mpog.given(p.aims_actual_procedure_text) as procedure_text,
    mpog.given(p.anesattendingnames) as attendings,
    case when p.nth > 1 then if(p.first_file = p.source_file, '', p.first_file || ' ') || 'row ' || p.first_row end as double_of,
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
