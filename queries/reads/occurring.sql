-- What occurs in the file of all that a definition may need, each with the first day of the relation in which it stands.
-- columns: item varchar, first_on date
with covered as (
    select least(max(data_to), date '2200-01-01')::timestamp + interval 1 day as last_on from program
),
cases_from as (
    select min(started_at)::date as first_on from cases, covered
    where started_at between timestamp '1900-01-01' and last_on
),
procedures_from as (
    select min(performed_at)::date as first_on from procedures, covered
    where performed_at between timestamp '1900-01-01' and last_on
)
select 'case' as item, first_on from cases_from where exists (select 1 from case_staff)
union all
select 'fact ' || fact, first_on from (select distinct fact from case_facts where fact is not null), cases_from
union all
select 'procedure ' || kind, first_on from (select distinct kind from procedures where kind is not null), procedures_from
union all
select 'cases.age_years', first_on from cases_from where exists (select 1 from cases where age_years is not null)
union all
select 'cases.asa', first_on from cases_from where exists (select 1 from cases where asa is not null)
union all
select 'cases.emergency', first_on from cases_from where exists (select 1 from cases where emergency is not null)
union all
select 'cases.hour', first_on from cases_from where exists (select 1 from case_staff)
union all
select 'milestones.half_steps', null where exists (select 1 from milestones)
union all
select 'assessments.level', null where exists (select 1 from assessments)
union all
select 'procedures.ultrasound', first_on from procedures_from
where exists (select 1 from procedures where ultrasound is not null)
order by item;
