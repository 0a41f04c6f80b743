-- How many exposures each resident has on the stage.
-- columns: resident integer, n ubigint
select resident, count(*)::ubigint as n
from temp.staged
where resident is not null
group by resident
order by resident
