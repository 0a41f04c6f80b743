-- code:      child
-- title:     Children
-- group:     category
-- order:     30
-- summary:   A visit of somebody younger than eighteen.
-- includes:  every age below the eighteenth birthday
-- excludes:  observers
-- limits:    a visit without an age is not counted
-- unit:      visit
-- rotations: children,ed
-- needs:     cases.age_years
-- minimum:   child
-- status:    example
-- source:    an example for demonstration; no authority has published it

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_staff s join cases c using (case_id)
where c.age_years < 18
  and s.role in ('primary', 'second')
