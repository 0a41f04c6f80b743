-- code:      block_abdominal
-- title:     Abdominal wall blocks
-- group:     procedure
-- order:     45
-- summary:   A block of the abdominal wall.
-- includes:  transversus abdominis plane and quadratus lumborum
-- excludes:  blocks beside the spine; blocks that somebody else placed
-- limits:    a block without a site counts only among all peripheral nerve blocks; several blocks in one case
--            count one by one
-- unit:      procedure
-- rotations: regional
-- needs:     procedure peripheral_block
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'peripheral_block' and site in ('tap', 'quadratus_lumborum')
