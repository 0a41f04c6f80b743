-- code:      major_vessel_open
-- title:     Major vessels, open
-- group:     category
-- order:     31
-- summary:   An anesthetic for open surgery of a major vessel; part of major vessels.
-- includes:  open repairs and bypasses of vessels
-- excludes:  observers; endovascular procedures; vascular access
-- limits:    the category comes from the record or from rules over its text; a case that no rule understood
--            is missing here
-- unit:      case
-- rotations: thoracic_vascular
-- needs:     fact category
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'category' and f.text = 'major_vessel_open'
  and s.role in ('primary', 'second')
