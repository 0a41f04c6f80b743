-- code:      difficult_airway
-- title:     Difficult airway
-- group:     procedure
-- order:     26
-- summary:   A patient with a difficult airway while the resident was in the room.
-- includes:  anticipated and unanticipated difficulty
-- excludes:  observers; an event before sign-in or after sign-out
-- limits:    an event without a time counts for everyone who was in the case; a stay without sign-in or
--            sign-out is taken as the whole case
-- unit:      case
-- rotations: all
-- needs:     fact difficult_airway
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'difficult_airway'
  and s.role in ('primary', 'second')
  and (f.at is null or f.at between coalesce(s.signed_in_at, f.at) and coalesce(s.signed_out_at, f.at))
