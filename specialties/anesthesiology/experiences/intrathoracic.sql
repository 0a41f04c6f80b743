-- code:      intrathoracic
-- title:     Intrathoracic, non-cardiac
-- group:     category
-- order:     40
-- summary:   An anesthetic for surgery inside the chest but not on the heart.
-- includes:  lung, great vessels, esophagus, mediastinum
-- excludes:  observers; surgery of the heart
-- limits:    the category comes from the record or from rules over its text; a case that no rule understood
--            is missing here
-- unit:      case
-- rotations: thoracic_vascular
-- needs:     fact category
-- minimum:   intrathoracic
-- status:    standard
-- source:    ACGME program requirements for anesthesiology, read in a secondary copy (vpsacordem.com,
--            undated)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'category' and f.text = 'intrathoracic'
  and s.role in ('primary', 'second')
