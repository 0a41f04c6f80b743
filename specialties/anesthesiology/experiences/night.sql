-- code:      night
-- title:     Cases at night
-- group:     severity
-- order:     30
-- summary:   A case that the resident entered between 22:00 and 06:00.
-- includes:  by sign-in; by the start of anesthesia where no sign-in is recorded
-- excludes:  observers; cases entered before 22:00 that lasted into the night
-- limits:    the hospital's own clock; not in this data where starts have no hours
-- unit:      case
-- rotations: all
-- needs:     case, cases.hour
-- minimum:   none
-- status:    proposed
-- source:    proposed with this program; no authority has published it

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_staff s join cases c using (case_id)
where (hour(coalesce(s.signed_in_at, c.started_at)) >= 22
    or hour(coalesce(s.signed_in_at, c.started_at)) < 6)
  and s.role in ('primary', 'second')
