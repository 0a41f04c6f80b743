-- code:      all_visits
-- title:     All visits
-- group:     category
-- order:     10
-- summary:   Every visit in which the resident took part.
-- includes:  every visit with a stay in the role primary or second
-- excludes:  observers
-- limits:    a visit that two residents share counts for both
-- unit:      visit
-- rotations: all
-- needs:     case
-- minimum:   none
-- status:    example
-- source:    an example for demonstration; no authority has published it

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_staff s join cases c using (case_id)
where c.case_id is not null
  and s.role in ('primary', 'second')
