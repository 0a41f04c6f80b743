-- code:      intubation
-- title:     Tracheal intubations
-- group:     procedure
-- order:     20
-- summary:   A patient whose trachea the resident intubated, by any technique.
-- includes:  routine and complex, direct, video, flexible and awake intubations, double-lumen tubes
-- excludes:  supraglottic airways; intubations by somebody else in the room
-- limits:    several techniques in one case count once, as do those that the record tells of one patient
--            outside a case; where it does not say whose they were, each procedure counts
-- unit:      patient
-- rotations: all
-- needs:     procedure intubation_routine | procedure intubation_complex | procedure intubation_direct |
--            procedure intubation_video | procedure intubation_flexible | procedure awake_intubation |
--            procedure double_lumen_tube
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select resident_id, min(performed_at)::date as occurred_on, case_id, count(*) as value
from procedures
where kind in (
    'intubation_routine', 'intubation_complex', 'intubation_direct', 'intubation_video',
    'intubation_flexible', 'awake_intubation', 'double_lumen_tube'
)
group by resident_id, case_id, case when case_id is null then coalesce(encounter_id, procedure_id) end
