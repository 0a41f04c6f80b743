-- code:      combined_spinal_epidural
-- title:     Combined spinal-epidural
-- group:     procedure
-- order:     31
-- summary:   A combined spinal-epidural that the resident placed; it counts as spinal and as epidural too.
-- includes:  for surgery, cesarean and labor
-- excludes:  combined techniques that somebody else placed
-- limits:    an attempt that nobody recorded is missing; success and failure count alike
-- unit:      procedure
-- rotations: obstetric,regional
-- needs:     procedure combined_spinal_epidural
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'combined_spinal_epidural'
