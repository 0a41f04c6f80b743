-- code:      resuscitation
-- title:     Resuscitations
-- group:     severity
-- order:     10
-- summary:   A visit in the resuscitation room.
-- includes:  adults and children
-- excludes:  observers
-- limits:    a visit that was moved there later may be missing
-- unit:      visit
-- rotations: ed,trauma
-- needs:     fact resuscitation
-- minimum:   resuscitation
-- status:    example
-- source:    an example for demonstration; no authority has published it

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'resuscitation'
  and s.role in ('primary', 'second')
