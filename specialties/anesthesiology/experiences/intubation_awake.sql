-- code:      intubation_awake
-- title:     Awake intubation
-- group:     procedure
-- order:     23
-- summary:   An intubation of a patient who was awake.
-- includes:  every technique
-- excludes:  procedures that somebody else in the room did
-- limits:    an attempt that nobody recorded is missing; success and failure count alike
-- unit:      procedure
-- rotations: all
-- needs:     procedure awake_intubation
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'awake_intubation'
