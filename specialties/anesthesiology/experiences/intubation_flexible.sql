-- code:      intubation_flexible
-- title:     Flexible intubation
-- group:     procedure
-- order:     22
-- summary:   An intubation over a flexible scope.
-- includes:  asleep and awake, where the record names the scope
-- excludes:  awake intubations by another technique
-- limits:    an attempt that nobody recorded is missing; success and failure count alike
-- unit:      procedure
-- rotations: all
-- needs:     procedure intubation_flexible
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'intubation_flexible'
