-- code:      tee
-- title:     Transesophageal echo
-- group:     procedure
-- order:     14
-- summary:   A transesophageal echocardiogram that the resident performed.
-- includes:  probe placement and examination
-- excludes:  examinations by somebody else in the room
-- limits:    an attempt that nobody recorded is missing; success and failure count alike
-- unit:      procedure
-- rotations: cardiac
-- needs:     procedure tee
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'tee'
