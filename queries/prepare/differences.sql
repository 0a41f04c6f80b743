-- Where the prepared exposures are not those that the definitions find now, by experience and
-- resident. Rows are compared as a set: their number, and the sum of their hashes.
-- columns: code varchar, resident_id varchar, held ubigint, derived ubigint
with derived as (
    select code, resident_id, count(*) as n, sum(hash(occurred_on, case_id, round(value, 3))) as rows_hash
    from temp.staged
    where kept
    group by all
), held as (
    select code, resident_id, count(*) as n, sum(hash(occurred_on, case_id, round(value, 3))) as rows_hash
    from exposures
    where code in (select code from temp.rechecked)
    group by all
)
select code, resident_id, coalesce(h.n, 0)::ubigint as held, coalesce(d.n, 0)::ubigint as derived
from held h full join derived d using (code, resident_id)
where h.n is distinct from d.n or h.rows_hash is distinct from d.rows_hash
order by code, resident_id
