-- code:      caudal
-- title:     Caudals
-- group:     procedure
-- order:     32
-- summary:   A caudal block that the resident placed.
-- includes:  single shots and catheters
-- excludes:  lumbar and thoracic epidurals
-- limits:    an attempt that nobody recorded is missing; success and failure count alike
-- unit:      procedure
-- rotations: pediatric
-- needs:     procedure caudal
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'caudal'
