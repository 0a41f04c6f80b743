-- code:      labor_epidural
-- title:     Labor epidurals
-- group:     procedure
-- order:     30
-- summary:   A labor epidural that the resident placed.
-- includes:  inside and outside a case
-- excludes:  epidurals for surgery
-- limits:    an attempt that nobody recorded is missing; success and failure count alike
-- unit:      procedure
-- rotations: obstetric
-- needs:     procedure labor_epidural
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'labor_epidural'
