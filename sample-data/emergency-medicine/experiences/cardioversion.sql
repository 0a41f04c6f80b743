-- code:      cardioversion
-- title:     Cardioversions
-- group:     rare
-- order:     10
-- summary:   A cardioversion that the resident led.
-- includes:  planned and urgent
-- excludes:  defibrillation in an arrest
-- limits:    one that nobody recorded is missing
-- unit:      procedure
-- rotations: all
-- needs:     procedure cardioversion
-- minimum:   none
-- status:    example
-- source:    an example for demonstration; no authority has published it

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'cardioversion'
