-- code:      central_line
-- title:     Central lines
-- group:     procedure
-- order:     11
-- summary:   A central venous catheter that the resident placed.
-- includes:  internal jugular, subclavian and femoral
-- excludes:  catheters placed by somebody else; pulmonary artery catheters, which have their own definition
-- limits:    an attempt that nobody recorded is missing; success and failure count alike
-- unit:      procedure
-- rotations: cardiac,icu
-- needs:     procedure central_line
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'central_line'
