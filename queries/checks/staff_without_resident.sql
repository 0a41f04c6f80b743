-- what:   somebody stands in a case who is in no roster
-- advice: add the resident to residents, or correct the identifier
-- weight: wrong
select distinct 'resident ' || resident_id as place
from case_staff
where resident_id not in (select resident_id from residents where resident_id is not null);
