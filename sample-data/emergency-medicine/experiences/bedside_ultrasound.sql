-- code:      bedside_ultrasound
-- title:     Ultrasound at the bedside
-- group:     procedure
-- order:     10
-- summary:   An ultrasound examination that the resident did at the bedside.
-- includes:  every region
-- excludes:  examinations by radiology
-- limits:    one without a report is missing
-- unit:      procedure
-- rotations: all
-- needs:     procedure bedside_ultrasound
-- minimum:   bedside_ultrasound
-- status:    example
-- source:    an example for demonstration; no authority has published it

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'bedside_ultrasound'
