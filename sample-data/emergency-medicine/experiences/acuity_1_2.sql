-- code:      acuity_1_2
-- title:     Acuity 1 and 2
-- group:     severity
-- order:     20
-- summary:   A visit of the two most urgent levels of the Emergency Severity Index.
-- includes:  the level given at arrival
-- excludes:  observers; levels 3 to 5
-- limits:    a visit without a level is not counted
-- unit:      visit
-- rotations: all
-- needs:     fact acuity
-- minimum:   none
-- status:    example
-- source:    an example for demonstration; no authority has published it

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'acuity' and f.text in ('1', '2')
  and s.role in ('primary', 'second')
