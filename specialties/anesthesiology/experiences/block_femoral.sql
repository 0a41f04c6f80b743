-- code:      block_femoral
-- title:     Femoral, adductor canal
-- group:     procedure
-- order:     43
-- summary:   A block of the front of the leg.
-- includes:  femoral, adductor canal, saphenous, fascia iliaca and lumbar plexus
-- excludes:  sciatic and popliteal blocks; blocks that somebody else placed
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
where kind = 'peripheral_block' and site in (
    'femoral', 'adductor_canal', 'saphenous', 'fascia_iliaca', 'lumbar_plexus'
  )
