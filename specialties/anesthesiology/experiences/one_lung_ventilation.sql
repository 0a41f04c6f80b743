-- code:      one_lung_ventilation
-- title:     One-lung ventilation
-- group:     procedure
-- order:     28
-- summary:   Ventilation of one lung that began while the resident was in the room.
-- includes:  by double-lumen tube or bronchial blocker
-- excludes:  observers; residents who came after it began or left before
-- limits:    an event without a time counts for everyone who was in the case; a stay without sign-in or
--            sign-out is taken as the whole case
-- unit:      case
-- rotations: thoracic_vascular
-- needs:     fact one_lung_ventilation
-- minimum:   none
-- status:    proposed
-- source:    proposed with this program; no authority has published it

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'one_lung_ventilation'
  and s.role in ('primary', 'second')
  and (f.at is null or f.at between coalesce(s.signed_in_at, f.at) and coalesce(s.signed_out_at, f.at))
