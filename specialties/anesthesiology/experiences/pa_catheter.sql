-- code:      pa_catheter
-- title:     Pulmonary artery catheters
-- group:     procedure
-- order:     13
-- summary:   A pulmonary artery catheter that the resident floated.
-- includes:  every indication
-- excludes:  procedures that somebody else in the room did
-- limits:    an attempt that nobody recorded is missing; success and failure count alike
-- unit:      procedure
-- rotations: cardiac
-- needs:     procedure pa_catheter
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'pa_catheter'
