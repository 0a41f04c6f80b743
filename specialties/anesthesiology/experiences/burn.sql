-- code:      burn
-- title:     Burns
-- group:     severity
-- order:     13
-- summary:   An anesthetic for a burned patient.
-- includes:  acute burns and their reconstruction where the record calls both so
-- excludes:  observers
-- limits:    the size of the burn is not recorded: this is not the case log's burn of more than 20 % of the
--            body
-- unit:      case
-- rotations: trauma
-- needs:     fact category
-- minimum:   none
-- status:    proposed
-- source:    proposed with this program; no authority has published it

select distinct s.resident_id, c.started_at::date as occurred_on, c.case_id, 1 as value
from case_facts f join case_staff s using (case_id) join cases c using (case_id)
where f.fact = 'category' and f.text = 'burn'
  and s.role in ('primary', 'second')
