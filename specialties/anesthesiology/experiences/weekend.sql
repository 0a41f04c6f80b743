-- code:      weekend
-- title:     Cases at the weekend
-- group:     severity
-- order:     31
-- summary:   A case that began on a Saturday or Sunday.
-- includes:  by the day on which anesthesia began
-- excludes:  observers; holidays on a weekday
-- limits:    a Friday's case that runs past midnight is a Friday's
-- unit:      case
-- rotations: all
-- needs:     case
-- minimum:   none
-- status:    proposed
-- source:    proposed with this program; no authority has published it

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_staff s join cases c using (case_id)
where isodow(c.started_at) in (6, 7)
  and s.role in ('primary', 'second')
