-- code:      pediatric_under_3m
-- title:     Infants under 3 months
-- group:     category
-- order:     72
-- summary:   An anesthetic for an infant younger than three months; part of children under 3.
-- includes:  every age below three months, premature infants too
-- excludes:  observers
-- limits:    a case without an age is not counted; an age in whole years makes every infant look newborn
-- unit:      case
-- rotations: pediatric
-- needs:     cases.age_years
-- minimum:   pediatric_under_3m
-- status:    standard
-- source:    ACGME program requirements for anesthesiology, read in a secondary copy (vpsacordem.com,
--            undated)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_staff s join cases c using (case_id)
where c.age_years < 0.25
  and s.role in ('primary', 'second')
