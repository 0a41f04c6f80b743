-- what:   something happened after the last day that the data cover
-- advice: correct the date, or give the right program.data_to (import has --data-to)
-- weight: wrong
select 'training of resident ' || resident_id || ' began on ' || entered_on as place
from residents
where status = 'current' and entered_on > (select max(data_to) from program)
union all
select 'case ' || case_id || ' on ' || started_at::date
from cases
where started_at::date > (select max(data_to) from program)
union all
select 'procedure ' || procedure_id || ' on ' || performed_at::date
from procedures
where performed_at::date > (select max(data_to) from program)
union all
select 'rating ' || assessment_id || ' on ' || assessed_on
from assessments
where assessed_on > (select max(data_to) from program)
union all
select 'milestone ' || subcompetency || ' of resident ' || resident_id || ' on ' || rated_on
from milestones
where rated_on > (select max(data_to) from program);
