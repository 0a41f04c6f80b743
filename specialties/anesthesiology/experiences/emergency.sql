-- code:      emergency
-- title:     Emergencies
-- group:     severity
-- order:     11
-- summary:   An anesthetic that the record marks as an emergency.
-- includes:  every ASA class with the mark E
-- excludes:  observers; urgent cases without the mark
-- limits:    a case without the mark, or with none recorded, is not counted
-- unit:      case
-- rotations: trauma
-- needs:     cases.emergency
-- minimum:   none
-- status:    standard
-- source:    ASA physical status classification

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_staff s join cases c using (case_id)
where c.emergency
  and s.role in ('primary', 'second')
