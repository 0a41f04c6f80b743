-- code:      cardiac_bypass
-- title:     Cardiac with bypass
-- group:     category
-- order:     21
-- summary:   An anesthetic for surgery of the heart with cardiopulmonary bypass; part of cardiac surgery.
-- includes:  every case on bypass
-- excludes:  observers; surgery of the heart without bypass
-- limits:    the category comes from the record or from rules over its text; a case that no rule understood
--            is missing here
-- unit:      case
-- rotations: cardiac
-- needs:     fact category
-- minimum:   cardiac_bypass
-- status:    standard
-- source:    ACGME program requirements for anesthesiology, read in a secondary copy (vpsacordem.com,
--            undated)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'category' and f.text = 'cardiac_bypass'
  and s.role in ('primary', 'second')
