-- code:      intubation_complex
-- title:     Complex intubations
-- group:     procedure
-- order:     24
-- summary:   An intubation that the record calls complex.
-- includes:  what the record's own list calls complex
-- excludes:  routine intubations
-- limits:    the record does not say what made it complex
-- unit:      procedure
-- rotations: all
-- needs:     procedure intubation_complex
-- minimum:   none
-- status:    proposed
-- source:    value of ProcedureName in the MPOG procedure export

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'intubation_complex'
