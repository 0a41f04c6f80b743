-- code:      block_interscalene
-- title:     Interscalene blocks
-- group:     procedure
-- order:     40
-- summary:   A block of the brachial plexus between the scalene muscles.
-- includes:  single shots and catheters
-- excludes:  other blocks of the brachial plexus; blocks that somebody else placed
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
where kind = 'peripheral_block' and site = 'interscalene'
