-- code:      dural_puncture
-- title:     Unintended dural puncture
-- group:     rare
-- order:     21
-- summary:   A dural puncture by mistake while the resident was in the room.
-- includes:  punctures by needle or catheter, by whoever held it
-- excludes:  observers; spinals; punctures before sign-in or after sign-out; punctures outside a case
-- limits:    an event without a time counts for everyone who was in the case; a stay without sign-in or
--            sign-out is taken as the whole case; it is an event to have met, not a complication charged to
--            the resident
-- unit:      case
-- rotations: obstetric
-- needs:     fact dural_puncture
-- minimum:   none
-- status:    proposed
-- source:    proposed; the event is that of ASPIRE UDP-01, a measure for departments only

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'dural_puncture'
  and s.role in ('primary', 'second')
  and (f.at is null or f.at between coalesce(s.signed_in_at, f.at) and coalesce(s.signed_out_at, f.at))
