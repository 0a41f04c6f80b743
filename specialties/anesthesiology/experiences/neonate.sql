-- code:      neonate
-- title:     Newborns
-- group:     severity
-- order:     22
-- summary:   An anesthetic for an infant in the first four weeks of life.
-- includes:  every age below 28 days
-- excludes:  observers
-- limits:    a case without an age is not counted; an age in whole years makes every infant look newborn
-- unit:      case
-- rotations: pediatric
-- needs:     cases.age_years
-- minimum:   none
-- status:    proposed
-- source:    proposed with this program; no authority has published it

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_staff s join cases c using (case_id)
where c.age_years * 365.25 < 28
  and s.role in ('primary', 'second')
