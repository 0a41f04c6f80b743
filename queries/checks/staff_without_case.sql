-- what:   residents stand in a case that the case file does not hold
-- advice: add the case, or correct its identifier, and import again
-- weight: wrong
select 'case ' || case_id || ', resident ' || resident_id as place
from case_staff
where case_id not in (select case_id from cases where case_id is not null);
