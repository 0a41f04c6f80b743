-- code:      neuromonitoring
-- title:     Neuromonitoring
-- group:     procedure
-- order:     52
-- summary:   A case with electrophysiologic monitoring of the nervous system.
-- includes:  evoked potentials, electromyography and electroencephalography
-- excludes:  observers
-- limits:    the monitor is taken to run for the whole case
-- unit:      case
-- rotations: neuro
-- needs:     fact neuromonitoring
-- minimum:   none
-- status:    standard
-- source:    category of the ACGME case log form for anesthesiology (public form mappings)

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'neuromonitoring'
  and s.role in ('primary', 'second')
