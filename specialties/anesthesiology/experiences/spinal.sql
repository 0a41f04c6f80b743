-- code:      spinal
-- title:     Spinal
-- group:     category
-- order:     81
-- summary:   A patient with a spinal anesthetic.
-- includes:  combined spinal-epidurals, which count as epidural too
-- excludes:  observers; drains of spinal fluid; dural punctures by mistake
-- limits:    an event without a time counts for everyone who was in the case; a stay without sign-in or
--            sign-out is taken as the whole case
-- unit:      patient
-- rotations: obstetric,regional
-- needs:     fact technique | procedure spinal | procedure combined_spinal_epidural
-- minimum:   spinal
-- status:    standard
-- source:    ACGME program requirements for anesthesiology, read in a secondary copy (vpsacordem.com,
--            undated)

-- A case counts once, however often the record tells of it; outside a case a patient where the record
-- names one, else each procedure.
select resident_id, occurred_on, case_id, 1 as value
from (
    select s.resident_id, c.started_at::date as occurred_on, c.case_id, null::varchar as procedure_id
    from case_facts f join case_staff s using (case_id) join cases c using (case_id)
    where f.fact = 'technique' and f.text in ('spinal', 'combined_spinal_epidural')
      and s.role in ('primary', 'second')
      and (f.at is null or f.at between coalesce(s.signed_in_at, f.at) and coalesce(s.signed_out_at, f.at))
    union
    select p.resident_id, coalesce(c.started_at, p.performed_at)::date, p.case_id,
        case when c.case_id is null then coalesce(p.encounter_id, p.procedure_id) end
    from procedures p left join cases c on c.case_id = p.case_id
    where p.kind in ('spinal', 'combined_spinal_epidural')
) as patients
