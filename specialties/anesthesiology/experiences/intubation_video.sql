-- code:      intubation_video
-- title:     Video laryngoscopy
-- group:     procedure
-- order:     21
-- summary:   An intubation by video laryngoscope.
-- includes:  every device with a camera on the blade
-- excludes:  flexible scopes
-- limits:    an attempt that nobody recorded is missing; success and failure count alike
-- unit:      procedure
-- rotations: all
-- needs:     procedure intubation_video
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'intubation_video'
