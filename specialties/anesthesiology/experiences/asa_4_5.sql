-- code:      asa_4_5
-- title:     ASA class 4 and 5
-- group:     severity
-- order:     10
-- summary:   An anesthetic for a patient of ASA physical status 4 or 5.
-- includes:  planned cases and emergencies
-- excludes:  observers; ASA 6, which is organ donation
-- limits:    a case without an ASA class is not counted
-- unit:      case
-- rotations: icu,cardiac,trauma
-- needs:     cases.asa
-- minimum:   none
-- status:    standard
-- source:    ASA physical status classification

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_staff s join cases c using (case_id)
where c.asa in (4, 5)
  and s.role in ('primary', 'second')
