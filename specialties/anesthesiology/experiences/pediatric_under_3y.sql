-- code:      pediatric_under_3y
-- title:     Children under 3 years
-- group:     category
-- order:     71
-- summary:   An anesthetic for a child younger than three; part of children under 12.
-- includes:  every age below the third birthday
-- excludes:  observers
-- limits:    a case without an age is not counted
-- unit:      case
-- rotations: pediatric
-- needs:     cases.age_years
-- minimum:   pediatric_under_3y
-- status:    standard
-- source:    ACGME program requirements for anesthesiology, read in a secondary copy (vpsacordem.com,
--            undated)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_staff s join cases c using (case_id)
where c.age_years < 3
  and s.role in ('primary', 'second')
