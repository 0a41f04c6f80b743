-- code:      lumbar_puncture
-- title:     Lumbar punctures
-- group:     procedure
-- order:     30
-- summary:   A lumbar puncture for diagnosis.
-- includes:  by landmarks and by ultrasound
-- excludes:  punctures by somebody else
-- limits:    success and failure count alike
-- unit:      procedure
-- rotations: ed,children
-- needs:     procedure lumbar_puncture
-- minimum:   lumbar_puncture
-- status:    example
-- source:    an example for demonstration; no authority has published it

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'lumbar_puncture'
