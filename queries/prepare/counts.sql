-- What each definition found, and how much of it was left out.
-- columns: code varchar, n ubigint, left_out ubigint
select code, count(*) filter (where kept)::ubigint as n, count(*) filter (where not kept)::ubigint as left_out
from temp.staged
group by code
