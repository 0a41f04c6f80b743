-- code:      vaginal_delivery
-- title:     Vaginal delivery
-- group:     category
-- order:     60
-- summary:   Care for a woman in labor: a vaginal delivery, or a labor epidural outside a case.
-- includes:  deliveries recorded as cases; labor epidurals that belong to no case
-- excludes:  observers; labor epidurals inside a case that was no vaginal delivery
-- limits:    how a labor ended is not known outside a case: an epidural followed by a cesarean counts here
--            too; where a delivery is recorded as a case and its epidural apart from it, both count
-- unit:      patient
-- rotations: obstetric
-- needs:     fact category | procedure labor_epidural
-- minimum:   vaginal_delivery
-- status:    standard
-- source:    ACGME program requirements for anesthesiology, read in a secondary copy (vpsacordem.com,
--            undated)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'category' and f.text = 'vaginal_delivery'
  and s.role in ('primary', 'second')
union all
select resident_id, min(performed_at)::date, null, 1
from procedures
where kind = 'labor_epidural' and case_id is null
-- A catheter that was replaced is no second delivery, where the record says that the patient is one.
group by resident_id, coalesce(encounter_id, procedure_id)
