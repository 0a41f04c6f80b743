-- code:      line_ultrasound
-- title:     Ultrasound-guided lines
-- group:     procedure
-- order:     12
-- summary:   A line that the resident placed under ultrasound.
-- includes:  arterial, central venous and pulmonary artery catheters
-- excludes:  lines without ultrasound or with none recorded
-- limits:    an attempt that nobody recorded is missing; success and failure count alike
-- unit:      procedure
-- rotations: cardiac,icu
-- needs:     procedure arterial_line | procedure central_line | procedure pa_catheter, procedures.ultrasound
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind in ('arterial_line', 'central_line', 'pa_catheter') and ultrasound
