-- code:      pain_new_patient
-- title:     New pain patients
-- group:     category
-- order:     95
-- summary:   A first consultation of a patient in pain.
-- includes:  acute, chronic and cancer pain
-- excludes:  follow-up visits
-- limits:    most records keep no consultations: the self-logged count may be the better one
-- unit:      procedure
-- rotations: pain
-- needs:     procedure pain_new_patient
-- minimum:   pain_new_patient
-- status:    standard
-- source:    ACGME program requirements for anesthesiology, read in a secondary copy (vpsacordem.com,
--            undated)

select resident_id, performed_at::date as occurred_on, case_id, 1 as value
from procedures
where kind = 'pain_new_patient'
