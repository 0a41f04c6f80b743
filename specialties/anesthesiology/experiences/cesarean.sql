-- code:      cesarean
-- title:     Cesarean delivery
-- group:     category
-- order:     61
-- summary:   An anesthetic for a cesarean delivery.
-- includes:  planned and urgent cesareans, by any technique
-- excludes:  observers; vaginal deliveries
-- limits:    the category comes from the record or from rules over its text; a case that no rule understood
--            is missing here
-- unit:      case
-- rotations: obstetric
-- needs:     fact category
-- minimum:   cesarean
-- status:    standard
-- source:    ACGME program requirements for anesthesiology, read in a secondary copy (vpsacordem.com,
--            undated)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'category' and f.text = 'cesarean'
  and s.role in ('primary', 'second')
