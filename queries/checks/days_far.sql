-- what:   {column} of {relation} lies after today, or more than three years from every other
-- advice: correct the year in the source and import again; a day that is right needs the years between
-- weight: wrong
-- templates: relation, column (a date or a timestamp), id, far (queries/far_days.sql)
with far as (
    with days as (select {column}::date as day from {relation})
    {far}
)
select '{relation} ' || {id} || ' on ' || {column}::date as place
from {relation}
where {column}::date > getvariable('today') + 1
    or exists (select 1 from far where {relation}.{column}::date between far.from_on and far.to_on)
