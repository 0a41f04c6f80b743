-- code:      all_cases
-- title:     All anesthetics
-- group:     category
-- order:     10
-- summary:   Every anesthetic that the resident gave or shared in giving.
-- includes:  every case with a stay in the role primary or second
-- excludes:  observers; procedures outside a case
-- limits:    a case shared by two residents counts for both
-- unit:      case
-- rotations: all
-- needs:     case
-- minimum:   none
-- status:    proposed
-- source:    proposed with this program; no authority has published it

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_staff s join cases c using (case_id)
where s.role in ('primary', 'second')
