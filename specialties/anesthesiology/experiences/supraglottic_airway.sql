-- code:      supraglottic_airway
-- title:     Supraglottic airways
-- group:     procedure
-- order:     25
-- summary:   A supraglottic airway that the resident placed.
-- includes:  laryngeal masks of every kind
-- excludes:  procedures that somebody else in the room did
-- limits:    an attempt that nobody recorded is missing; success and failure count alike
-- unit:      procedure
-- rotations: ambulatory,general
-- needs:     procedure supraglottic_airway
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'supraglottic_airway'
