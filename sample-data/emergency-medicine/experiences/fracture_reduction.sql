-- code:      fracture_reduction
-- title:     Reductions
-- group:     procedure
-- order:     20
-- summary:   A fracture or a joint that the resident set.
-- includes:  fingers and toes
-- excludes:  splints alone
-- limits:    success and failure count alike
-- unit:      procedure
-- rotations: ed,trauma
-- needs:     procedure fracture_reduction
-- minimum:   fracture_reduction
-- status:    example
-- source:    an example for demonstration; no authority has published it

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'fracture_reduction'
