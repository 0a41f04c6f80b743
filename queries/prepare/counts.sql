-- What each definition found, and how much of it was left out.
-- columns: code varchar, n ubigint, left_out ubigint
select code,
    count(*) filter (where resident is not null)::ubigint as n,
    count(*) filter (where resident is null)::ubigint as left_out
from temp.staged join temp.codes using (definition)
group by code
