-- Runs one definition and stages what it finds. A row is kept if its resident is known and its day
-- is one that the data cover; the others are counted, so that nothing disappears without a word.
-- definition: stands where its name is in braces
-- parameters: $code varchar
insert into temp.staged
select
    $code,
    found.resident_id::varchar,
    found.occurred_on::date,
    found.case_id::varchar,
    found.value::double,
    coalesce(known.resident_id is not null and found.occurred_on::date between date '1900-01-01' and covered.data_to, false)
from (
{definition}
) as found
cross join (select max(data_to) as data_to from program) as covered
left join (select distinct resident_id from residents) as known on known.resident_id = found.resident_id::varchar
