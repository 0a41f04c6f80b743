-- The procedures of one resident up to the as-of date, by kind and oldest first; only kinds of which an outcome is
-- recorded.
-- parameters: $resident varchar
-- columns:    kind varchar, performed_on date, outcome varchar, rule varchar
select s.kind, s.performed_at::date as performed_on, s.outcome, s.rule
from procedures s, program p
where s.resident_id = $resident and s.performed_at::date <= p.data_to
  and s.kind in (select kind from procedures where resident_id = $resident and outcome is not null)
order by s.kind, s.performed_at, s.procedure_id;
