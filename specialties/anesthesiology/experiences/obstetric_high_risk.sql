-- code:      obstetric_high_risk
-- title:     High-risk obstetrics
-- group:     category
-- order:     62
-- summary:   Care for a woman whose pregnancy or delivery was marked as high-risk.
-- includes:  vaginal and cesarean deliveries marked so
-- excludes:  observers; deliveries without the mark
-- limits:    what counts as high risk is decided where the mark is made
-- unit:      case
-- rotations: obstetric
-- needs:     fact high_risk_obstetric
-- minimum:   none
-- status:    standard
-- source:    ACGME program requirements for anesthesiology, read in a secondary copy (vpsacordem.com,
--            undated)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'high_risk_obstetric'
  and s.role in ('primary', 'second')
