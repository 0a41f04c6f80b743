-- 5. The canonical relations ---------------------------------------------------------------------

-- Without a program.csv: named after the folder. Import sets the last day by what it takes.
create or replace view mapped.program as
select name, specialty, time_zone, data_to, training_months, source_file, source_row from raw.program
union all
select getvariable('source_name'), 'anesthesiology', null, getvariable('today')::varchar, '36', 'folder', null
where not exists (select 1 from raw.program);

-- Without a residents.csv: whoever has lists, training dates unknown.
create or replace view mapped.residents as
select * from raw.residents
union all by name
select resident_id, name, 'current' as status, source_file, null::bigint as source_row
from raw.people
where not exists (select 1 from raw.residents)
order by all;

create or replace view mapped.faculty as
select * from raw.faculty
union all by name
select distinct faculty_id, name, 'attendings' as source_file, null::bigint as source_row
from mpog.attendings
where faculty_id not in (select trim(faculty_id) from raw.faculty where faculty_id is not null);

-- A case of two residents stands in two lists.
create or replace view mapped.cases as
select * from raw.cases
union all by name
select
    case_id, started_at, age_years, asa, emergency, procedure_text,
    arg_min(source_file, (source_file, source_row)) as source_file,
    arg_min(source_row, (source_file, source_row)) as source_row
from mpog.cases
group by case_id, started_at, age_years, asa, emergency, procedure_text;

create or replace view mapped.case_staff as
select * from raw.case_staff
union all by name
select c.case_id, c.resident_id, 'primary' as role, a.faculty_id as attending_id, c.source_file, c.source_row
from mpog.cases c
left join mpog.first_attending a using (attendings);

create or replace view mapped.case_facts as
select * from raw.case_facts
union all by name
(select distinct on (c.case_id, d.fact, d.text)
    c.case_id, d.fact, d.text, d.rule, d.words, c.source_file, c.source_row
from mpog.cases c
join mpog.decisions d using (procedure_text)
where d.fact is not null
order by c.case_id, d.fact, d.text, c.source_file, c.source_row, d.rule, d.words)
union all by name
(select distinct on (p.case_id, t.text)
    p.case_id, 'technique' as fact, t.text, 'procedure_' || p.kind as rule, trim(p.words) as words, p.source_file, p.source_row
from mpog.procedure_kinds p
join (values
    ('intubation_routine', 'general'), ('intubation_complex', 'general'), ('supraglottic_airway', 'general'),
    ('spinal', 'spinal'), ('epidural', 'epidural'), ('labor_epidural', 'epidural'), ('caudal', 'caudal'),
    ('combined_spinal_epidural', 'combined_spinal_epidural'), ('peripheral_block', 'peripheral_block')
) as t (kind, text) using (kind)
where p.case_id is not null
order by p.case_id, t.text, p.source_file, p.source_row, p.nth)
union all by name
(select distinct on (p.case_id)
    p.case_id, 'one_lung_ventilation' as fact, null::varchar as text, 'procedure_' || p.kind as rule, trim(p.words) as words, p.source_file, p.source_row
from mpog.procedure_kinds p
where p.case_id is not null and p.kind in ('double_lumen_tube', 'bronchial_blocker')
order by p.case_id, p.source_file, p.source_row, p.nth)
order by all;

create or replace view mapped.procedures as
select * from raw.procedures
union all by name
select
    row_id || '.' || nth as procedure_id,
    case_id,
    resident_id,
    kind,
    coalesce(site, case when kind = 'peripheral_block' then 'other' end) as site,
    performed_at,
    case when by_ultrasound then 'true' when by_landmark then 'false' end as ultrasound,
    outcome,
    coalesce(nullif(regexp_extract(words, ' ([1-9]) attempts? ', 1), ''), nullif(regexp_extract(words, ' attempt(?:s|ed)? x ?([1-9]) ', 1), '')) as attempts,
    'procedure_' || kind as rule,
    encounter_id,
    source_file,
    source_row
from mpog.procedure_kinds;

-- Every text of the source with what it gave, for a reader: `trellis import SOURCE --texts`.
create or replace view mapped.texts as
with counted as (
    select procedure_text, count(distinct case_id) as cases from mpog.cases where procedure_text is not null group by procedure_text
    union all
    select procedure_text, count(distinct encounter_id)
    from mpog.procedures
    where case_id is null and procedure_text is not null and double_of is null
    group by procedure_text
),
totals as (
    select procedure_text, sum(cases)::bigint as cases from counted group by procedure_text
)
select
    t.procedure_text as text,
    t.cases,
    case
        when u.unknown then 'not understood'
        when u.procedure_text is not null then 'nothing, and it may be ' || u.alarm
        else coalesce(string_agg(distinct coalesce(d.text, d.fact), ' ' order by coalesce(d.text, d.fact)), 'nothing')
    end as gives,
    string_agg(d.rule, '; ' order by d.fact is null, d.rule) as rule,
    string_agg(d.words, '; ' order by d.fact is null, d.rule) as words
from totals t
left join mpog.decisions d using (procedure_text)
left join mpog.unclear_texts u using (procedure_text)
group by t.procedure_text, t.cases, u.procedure_text, u.unknown, u.alarm
order by t.cases desc, t.procedure_text;

-- A text that is not understood is told once, with how many cases it has; the most frequent stands first.
create or replace view mapped.import_notes as
with texts as (
    select
        u.procedure_text, u.unknown, u.alarm, count(*) as n,
        arg_min(c.source_file, (c.source_file, c.source_row)) as source_file,
        arg_min(c.source_row, (c.source_file, c.source_row)) as source_row
    from mpog.unclear_texts u
    join mpog.cases c using (procedure_text)
    group by u.procedure_text, u.unknown, u.alarm
),
names as (
    select
        named, count(*) as n,
        arg_min(source_file, (source_file, source_row)) as source_file,
        arg_min(source_row, (source_file, source_row)) as source_row
    from mpog.rows_understood
    where len(mains) = 0
    group by named
),
notes as (
    select
        n, source_file, source_row, 'cases' as relation, 'not understood' as kind,
        case when unknown then 'no rule understood the procedure text' else 'a procedure text may belong to a category, and no rule says so' end as reason,
        case when unknown
            then 'no rule understood the procedure text: found "' || left(procedure_text, 100) || '"' || if(n > 1, ' in ' || n || ' cases', '') || '; no category counts it'
            else 'a procedure text may belong to a category, and no rule says so: found "' || left(procedure_text, 100) || '"' || if(n > 1, ' in ' || n || ' cases', '') || ', which says ' || alarm || '; add a rule to rules.csv, with the category or with none'
        end as note
    from texts
    union all
    select
        1, source_file, source_row, 'cases', 'missing value',
        'the procedure text is missing',
        'the procedure text is missing; no category counts the case'
    from mpog.cases
    where procedure_text is null
    union all
    select
        n, source_file, source_row, 'procedures', 'not understood',
        'no rule understood the procedure name',
        'no rule understood the procedure name: found "' || coalesce(left(named, 100), '') || '"' || if(n > 1, ' in ' || n || ' rows', '') || '; it is counted nowhere'
    from names
    union all
    select
        1, source_file, source_row, 'procedures', 'not understood',
        'no rule understood the site of the block',
        'no rule understood the site of the block: found "' || left(trim(words), 100) || '"; it counts as a block of another site'
    from mpog.procedure_kinds
    where kind = 'peripheral_block' and site is null
    union all
    select
        1, source_file, source_row, 'procedures', 'set aside',
        'the same row stands in the list already',
        'the same row stands in the list already: found ' || double_of || '; it was taken once'
    from mpog.procedures
    where double_of is not null
    union all
    select
        1, p.source_file, p.source_row, 'procedures', 'not understood',
        'no case has the identifier, and one nearly has it',
        'no case has the identifier, and one nearly has it: found "' || left(p.written, 40) || '", and "' || left(c.case_id, 40) || '" in the case list; the identifiers differ '
            || if(ltrim(upper(p.written), '0') = ltrim(upper(c.case_id), '0'), 'by leading zeros', 'in signs or several spellings')
            || ', and the row counts as outside a case; write both the same way'
    from mpog.procedures p
    join (select reading.rough_key(case_id) as rough, min(case_id) as case_id from mpog.cases where case_id is not null group by rough) c
        on c.rough = reading.rough_key(p.written)
    where p.case_id is null and p.double_of is null and c.rough <> ''
    union all
    select
        count(*), source_file, min(source_row), 'procedures', 'joined',
        'a case identifier is written in two ways',
        'a case identifier is written in two ways: "' || left(arg_min(as_written, source_row), 40) || '" was taken for "'
            || left(arg_min(case_id, source_row), 40) || '"' || if(count(*) > 1, ', and so were ' || count(*) || ' rows in all', '')
            || '; write both the same way'
    from mpog.procedures
    where case_id is not null and double_of is null and as_written not in (select as_written from mpog.case_rows where as_written is not null)
    group by source_file
    union all
    select
        1, source_file, source_row, 'cases', 'joined',
        'two lists tell one case differently',
        'two lists tell one case differently: the text of case ' || case_id || ' is "' || left(other_text, 60) || '" and "' || left(procedure_text, 60)
            || '"; it is one case, and the longer text is read'
    from mpog.case_agreed
    where texts > 1
    union all
    select
        1, source_file, source_row, 'cases', 'missing value',
        'two lists tell one case differently',
        'two lists tell one case differently: of case ' || case_id || ' they differ in '
            || concat_ws(', ', if(ages_differ, 'age', null), if(asas_differ, 'ASA class', null), if(emergencies_differ, 'emergency', null))
            || ', which is taken as unknown'
    from mpog.case_agreed
    where ages_differ or asas_differ or emergencies_differ
    union all
    select
        1, source_file, min(source_row), 'procedures', 'not understood',
        'no row of a list meets a case',
        'no row of a list meets a case: none of its ' || count(*) || ' identifiers is in a case list; all count as outside a case, so see whether both lists write them the same way'
    from mpog.procedures
    where written is not null and resident_id in (select resident_id from mpog.cases)
    group by source_file
    having count(case_id) = 0 and count(*) >= 10
    union all
    select
        1, r.source_file, r.source_row, 'cases', 'set aside',
        'a rule of rules.csv was not taken',
        'a rule of rules.csv was not taken: ' || case
            when not regexp_matches(coalesce(r.pattern, ''), '[A-Za-z0-9]') then 'the pattern is missing'
            else 'found the category "' || coalesce(left(r.category, 40), '') || '"'
        end || '; docs/import.md has the categories, and none for what gives nothing'
    from raw.rules r
    where not regexp_matches(coalesce(r.pattern, ''), '[A-Za-z0-9]')
        or coalesce(trim(lower(r.category)), '') not in (select category from mpog.own_categories)
)
select source_file, source_row, relation, kind, reason, note, n as times from notes;

-- 6. What the lists can say ----------------------------------------------------------------------

-- From the first day that was taken to the last: cases and the facts of their texts of whoever has a case list, procedures of
-- whoever has a procedure list, and of their outcomes failures only, for nobody writes down that all went well. What no
-- list carries, as blood or an arrest, is not named here and so is not recorded.
create or replace view mapped.coverage as
with carried_facts as (
    select distinct fact from mpog.meanings where fact is not null
    union select unnest(['technique', 'one_lung_ventilation'])
),
carried_kinds as (
    select unnest([
        'arterial_line', 'central_line', 'pa_catheter', 'tee', 'intubation_routine', 'intubation_complex',
        'intubation_direct', 'intubation_video', 'intubation_flexible', 'awake_intubation', 'double_lumen_tube',
        'bronchial_blocker', 'supraglottic_airway', 'spinal', 'epidural', 'combined_spinal_epidural', 'labor_epidural',
        'caudal', 'csf_drain', 'peripheral_block', 'blood_patch'
    ]) as kind
),
days as (
    select min(day) as from_on, max(day) as to_on
    from (
        select started_at::date as day from src.main.cases
        union all
        select performed_at::date from src.main.procedures
    )
),
listed as (
    select resident_id,
        resident_id in (select resident_id from raw.case_list) as has_cases,
        resident_id in (select resident_id from raw.procedure_list) as has_procedures
    from raw.people
)
select fact, kind, resident_id, site, from_on, to_on, says, source_file, source_row from raw.coverage
union all
select 'case', null, resident_id, null, if(has_cases, from_on, null), if(has_cases, to_on, null),
    if(has_cases, 'recorded', 'not recorded'), 'lists', null
from listed, days
union all
select fact, null, null, null, from_on, to_on, 'recorded', 'lists', null from carried_facts, days
union all
select null, kind, resident_id, null, if(has_procedures, from_on, null), if(has_procedures, to_on, null),
    if(has_procedures, 'failures only', 'not recorded'), 'lists', null
from carried_kinds, listed, days
where not exists (select 1 from raw.procedures);
