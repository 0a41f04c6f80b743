-- code:      block_infraclavicular
-- title:     Infraclavicular, axillary
-- group:     procedure
-- order:     42
-- summary:   A block of the brachial plexus below the clavicle or in the axilla.
-- includes:  infraclavicular and axillary, single shots and catheters
-- excludes:  supraclavicular blocks; blocks that somebody else placed
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
where kind = 'peripheral_block' and site in ('infraclavicular', 'axillary')
