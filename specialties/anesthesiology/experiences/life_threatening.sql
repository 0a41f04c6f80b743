-- code:      life_threatening
-- title:     Life-threatening pathology
-- group:     category
-- order:     90
-- summary:   An anesthetic for complex, immediately life-threatening pathology.
-- includes:  trauma and other pathology marked as life-threatening
-- excludes:  observers; trauma and burns without the mark
-- limits:    the mark is made in the record or by a rule over its text; what was not marked is missing here
-- unit:      case
-- rotations: trauma
-- needs:     fact life_threatening
-- minimum:   life_threatening
-- status:    standard
-- source:    ACGME program requirements for anesthesiology, read in a secondary copy (vpsacordem.com,
--            undated)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'life_threatening'
  and s.role in ('primary', 'second')
