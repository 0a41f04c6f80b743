-- code:      intracranial_open
-- title:     Intracranial, open
-- group:     category
-- order:     51
-- summary:   An anesthetic for surgery with an open skull; part of intracranial.
-- includes:  open vascular and open non-vascular procedures
-- excludes:  observers; endovascular procedures
-- limits:    the category comes from the record or from rules over its text; a case that no rule understood
--            is missing here
-- unit:      case
-- rotations: neuro
-- needs:     fact category
-- minimum:   intracranial_open
-- status:    standard
-- source:    ACGME program requirements for anesthesiology, read in a secondary copy (vpsacordem.com,
--            undated)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'category' and f.text in ('intracranial_vascular_open', 'intracranial_nonvascular_open')
  and s.role in ('primary', 'second')
