-- What one kind of fact says of the cases behind one number.
-- parameters: $resident varchar, $code varchar, $fact varchar
-- columns:    case_id varchar, says varchar
select f.case_id, string_agg(distinct coalesce(f.text, f.value::varchar, 'yes'), ', ' order by coalesce(f.text, f.value::varchar, 'yes')) as says
from case_facts f
where f.fact = $fact
  and f.case_id in (select case_id from exposures where resident_id = $resident and code = $code and case_id is not null)
group by f.case_id;
