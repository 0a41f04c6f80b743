-- code:      peripheral_block
-- title:     Peripheral nerve blocks
-- group:     category
-- order:     82
-- summary:   A patient with one or more nerve blocks that the resident placed.
-- includes:  single shots and catheters of every site; several blocks in one case count once
-- excludes:  blocks that somebody else placed; field infiltration
-- limits:    blocks outside a case count one by one where the record does not say that their patient is one
-- unit:      patient
-- rotations: regional
-- needs:     procedure peripheral_block
-- minimum:   peripheral_block
-- status:    standard
-- source:    ACGME program requirements for anesthesiology, read in a secondary copy (vpsacordem.com,
--            undated)

select resident_id, min(performed_at)::date as occurred_on, case_id, count(*) as value
from procedures
where kind = 'peripheral_block'
group by resident_id, case_id, case when case_id is null then coalesce(encounter_id, procedure_id) end
