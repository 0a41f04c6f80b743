-- code:      cardiac_arrest
-- title:     Cardiac arrest
-- group:     rare
-- order:     20
-- summary:   A cardiac arrest while the resident was in the room.
-- includes:  arrests from sign-in to sign-out, whatever their outcome
-- excludes:  observers; an event before sign-in or after sign-out
-- limits:    an event without a time counts for everyone who was in the case; a stay without sign-in or
--            sign-out is taken as the whole case
-- unit:      case
-- rotations: all
-- needs:     fact cardiac_arrest
-- minimum:   none
-- status:    proposed
-- source:    proposed with this program; no authority has published it

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'cardiac_arrest'
  and s.role in ('primary', 'second')
  and (f.at is null or f.at between coalesce(s.signed_in_at, f.at) and coalesce(s.signed_out_at, f.at))
