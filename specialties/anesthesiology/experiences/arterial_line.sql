-- code:      arterial_line
-- title:     Arterial lines
-- group:     procedure
-- order:     10
-- summary:   An arterial catheter that the resident placed.
-- includes:  every site, with and without ultrasound
-- excludes:  procedures that somebody else in the room did
-- limits:    an attempt that nobody recorded is missing; success and failure count alike
-- unit:      procedure
-- rotations: cardiac,trauma
-- needs:     procedure arterial_line
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'arterial_line'
