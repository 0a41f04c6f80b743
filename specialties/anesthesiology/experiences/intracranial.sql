-- code:      intracranial
-- title:     Intracranial
-- group:     category
-- order:     50
-- summary:   An anesthetic for surgery inside the skull, open or from within the vessels.
-- includes:  open vascular, open non-vascular and endovascular procedures
-- excludes:  observers; surgery of face, skull or spine alone
-- limits:    the category comes from the record or from rules over its text; a case that no rule understood
--            is missing here
-- unit:      case
-- rotations: neuro
-- needs:     fact category
-- minimum:   intracranial
-- status:    standard
-- source:    ACGME program requirements for anesthesiology, read in a secondary copy (vpsacordem.com,
--            undated)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'category' and f.text in (
    'intracranial_vascular_open', 'intracranial_nonvascular_open', 'intracranial_endovascular'
  )
  and s.role in ('primary', 'second')
