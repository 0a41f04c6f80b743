-- code:      block_chest
-- title:     Chest wall, paravertebral
-- group:     procedure
-- order:     46
-- summary:   A block of the chest wall or beside the spine.
-- includes:  paravertebral, erector spinae and pectoral
-- excludes:  epidurals; abdominal wall blocks; blocks that somebody else placed
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
where kind = 'peripheral_block' and site in ('paravertebral', 'erector_spinae', 'pecs')
