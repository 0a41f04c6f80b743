-- code:      major_vessel
-- title:     Major vessels
-- group:     category
-- order:     30
-- summary:   An anesthetic for surgery of a major vessel, open or from within.
-- includes:  carotid, intrathoracic, intra-abdominal and peripheral vessels
-- excludes:  observers; surgery for or repair of vascular access
-- limits:    the category comes from the record or from rules over its text; a case that no rule understood
--            is missing here
-- unit:      case
-- rotations: thoracic_vascular
-- needs:     fact category
-- minimum:   major_vessel
-- status:    standard
-- source:    ACGME program requirements for anesthesiology, read in a secondary copy (vpsacordem.com,
--            undated)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'category' and f.text in ('major_vessel_open', 'major_vessel_endovascular')
  and s.role in ('primary', 'second')
