-- code:      double_lumen_tube
-- title:     Double-lumen tubes
-- group:     procedure
-- order:     27
-- summary:   A double-lumen tube that the resident placed.
-- includes:  left and right tubes
-- excludes:  bronchial blockers
-- limits:    an attempt that nobody recorded is missing; success and failure count alike
-- unit:      procedure
-- rotations: thoracic_vascular
-- needs:     procedure double_lumen_tube
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'double_lumen_tube'
