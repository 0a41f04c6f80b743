-- what:   cases count for no resident
-- advice: add who was in them to case_staff, or leave the cases away
-- weight: gap
select 'case ' || case_id as place
from cases
where case_id not in (select case_id from case_staff where case_id is not null);
