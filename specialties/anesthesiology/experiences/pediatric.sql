-- code:      pediatric
-- title:     Children under 12 years
-- group:     category
-- order:     70
-- summary:   An anesthetic for a child younger than twelve.
-- includes:  every age below the twelfth birthday
-- excludes:  observers
-- limits:    a case without an age is not counted
-- unit:      case
-- rotations: pediatric
-- needs:     cases.age_years
-- minimum:   pediatric
-- status:    standard
-- source:    ACGME program requirements for anesthesiology, read in a secondary copy (vpsacordem.com,
--            undated)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_staff s join cases c using (case_id)
where c.age_years < 12
  and s.role in ('primary', 'second')
