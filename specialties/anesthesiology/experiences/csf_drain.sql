-- code:      csf_drain
-- title:     Spinal fluid drains
-- group:     procedure
-- order:     51
-- summary:   A drain of spinal fluid that the resident placed, or that was in use in a case of theirs.
-- includes:  lumbar drains placed by the resident, and cases with a drain in use
-- excludes:  observers; drains in use only before sign-in or after sign-out
-- limits:    a drain in use does not say who placed it; a drain placed outside a case counts by itself
-- unit:      case
-- rotations: thoracic_vascular,neuro
-- needs:     fact csf_drain | procedure csf_drain
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

-- A case counts once, however often the record tells of it; outside a case a patient where the record
-- names one, else each procedure.
select resident_id, occurred_on, case_id, 1 as value
from (
    select s.resident_id, c.started_at::date as occurred_on, c.case_id, null::varchar as procedure_id
    from case_facts f join case_staff s using (case_id) join cases c using (case_id)
    where f.fact = 'csf_drain'
      and s.role in ('primary', 'second')
      and (f.at is null or f.at between coalesce(s.signed_in_at, f.at) and coalesce(s.signed_out_at, f.at))
    union
    select p.resident_id, coalesce(c.started_at, p.performed_at)::date, p.case_id,
        case when c.case_id is null then coalesce(p.encounter_id, p.procedure_id) end
    from procedures p left join cases c on c.case_id = p.case_id
    where p.kind = 'csf_drain'
) as patients
