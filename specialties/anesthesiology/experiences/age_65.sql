-- code:      age_65
-- title:     Patients of 65 and over
-- group:     severity
-- order:     20
-- summary:   An anesthetic for a patient of sixty-five or older.
-- includes:  every age from the sixty-fifth birthday
-- excludes:  observers
-- limits:    a case without an age is not counted
-- unit:      case
-- rotations: all
-- needs:     cases.age_years
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_staff s join cases c using (case_id)
where c.age_years >= 65
  and s.role in ('primary', 'second')
