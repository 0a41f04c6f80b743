-- code:      trauma
-- title:     Trauma
-- group:     severity
-- order:     12
-- summary:   An anesthetic for an injured patient.
-- includes:  every injury that the record or a rule calls trauma
-- excludes:  observers; life-threatening pathology without injury
-- limits:    the category comes from the record or from rules over its text; a case that no rule understood
--            is missing here
-- unit:      case
-- rotations: trauma
-- needs:     fact category
-- minimum:   none
-- status:    proposed
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'category' and f.text = 'trauma'
  and s.role in ('primary', 'second')
