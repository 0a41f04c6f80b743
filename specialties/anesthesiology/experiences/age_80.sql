-- code:      age_80
-- title:     Patients of 80 and over
-- group:     severity
-- order:     21
-- summary:   An anesthetic for a patient of eighty or older; part of patients of 65 and over.
-- includes:  every age from the eightieth birthday
-- excludes:  observers
-- limits:    a case without an age is not counted; some records cap ages at 89 or 90, which still counts
-- unit:      case
-- rotations: all
-- needs:     cases.age_years
-- minimum:   none
-- status:    proposed
-- source:    proposed with this program; no authority has published it

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_staff s join cases c using (case_id)
where c.age_years >= 80
  and s.role in ('primary', 'second')
