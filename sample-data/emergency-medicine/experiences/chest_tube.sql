-- code:      chest_tube
-- title:     Chest tubes
-- group:     procedure
-- order:     40
-- summary:   A tube that the resident placed in the chest.
-- includes:  drains by wire
-- excludes:  needles alone
-- limits:    success and failure count alike
-- unit:      procedure
-- rotations: trauma,ed
-- needs:     procedure chest_tube
-- minimum:   chest_tube
-- status:    example
-- source:    an example for demonstration; no authority has published it

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'chest_tube'
