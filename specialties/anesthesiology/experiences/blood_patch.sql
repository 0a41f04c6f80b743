-- code:      blood_patch
-- title:     Epidural blood patches
-- group:     procedure
-- order:     50
-- summary:   An epidural blood patch that the resident placed.
-- includes:  every indication
-- excludes:  procedures that somebody else in the room did
-- limits:    an attempt that nobody recorded is missing; success and failure count alike
-- unit:      procedure
-- rotations: obstetric,pain
-- needs:     procedure blood_patch
-- minimum:   none
-- status:    proposed
-- source:    proposed with this program; no authority has published it

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'blood_patch'
