-- code:      trauma_team
-- title:     Trauma team calls
-- group:     category
-- order:     20
-- summary:   A visit for which the trauma team was called.
-- includes:  calls that were taken back on arrival
-- excludes:  observers
-- limits:    a call that nobody recorded is missing
-- unit:      visit
-- rotations: trauma,ed
-- needs:     fact trauma_call
-- minimum:   trauma_team
-- status:    example
-- source:    an example for demonstration; no authority has published it

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'trauma_call'
  and s.role in ('primary', 'second')
