-- From the lists of visits and procedures of an emergency department to the canonical relations.
--
-- raw.visit_list and raw.done_list hold the lists as they are, every column text, with `resident_id`, `source_file`
-- and `source_row`. Everything else of the folder is canonical already and stands in raw.<relation>.

create schema if not exists visits;

create or replace view visits.named as
select *, case lower(trim(procedure))
    when 'ultrasound at the bedside' then 'bedside_ultrasound'
    when 'reduction' then 'fracture_reduction'
    when 'lumbar puncture' then 'lumbar_puncture'
    when 'chest tube' then 'chest_tube'
    when 'cardioversion' then 'cardioversion'
end as kind
from raw.done_list;

create or replace view mapped.cases as
select distinct on (visit)
    visit as case_id, arrived as started_at, nullif(age, '') as age_years, nullif(words, '') as procedure_text,
    source_file, source_row
from raw.visit_list
order by visit, source_file, source_row;

create or replace view mapped.case_staff as
select
    visit as case_id, resident_id, 'primary' as role, nullif(supervisor, '') as attending_id, source_file,
    source_row
from raw.visit_list;

create or replace view mapped.case_facts as
select visit as case_id, 'acuity' as fact, acuity as text, source_file, source_row
from raw.visit_list where acuity <> ''
union all
select visit, 'trauma_call', null, source_file, source_row from raw.visit_list where lower(traumacall) = 'yes'
union all
select visit, 'resuscitation', null, source_file, source_row from raw.visit_list where lower(resuscitationroom) = 'yes';

create or replace view mapped.procedures as
select
    resident_id || '.' || source_row as procedure_id, visit as case_id, resident_id, kind,
    done as performed_at, nullif(result, '') as outcome, source_file, source_row
from visits.named
where kind is not null;

create or replace view mapped.import_notes as
select
    source_file, source_row, 'procedures' as relation, 'not understood' as kind,
    'the procedure is none that the mapping knows' as reason,
    'the procedure is none that the mapping knows: found "' || left(procedure, 100) || '"; it is counted nowhere' as note
from visits.named
where kind is null;
