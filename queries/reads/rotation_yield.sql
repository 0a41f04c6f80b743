-- What each rotation brought of each experience: to one resident, and to the others per four weeks.
-- parameters: $resident varchar
-- columns:    rotation varchar, code varchar, n uinteger, days uinteger, others double[]
with done as (
    select b.resident_id, b.rotation, b.from_on, least(b.to_on, p.data_to) as to_on
    from named_rotations b, program p
    where b.from_on <= p.data_to
),
spent as (
    select resident_id, rotation, sum(date_diff('day', from_on, to_on) + 1) as days
    from done
    group by all
),
relevant as (
    select rotation from spent where resident_id = $resident
),
brought as (
    select d.rotation, e.code, e.resident_id, count(*) as n
    from exposures e
    join done d on d.resident_id = e.resident_id and e.occurred_on between d.from_on and d.to_on
    join relevant using (rotation)
    group by all
),
pairs as (
    select distinct rotation, code from brought
),
rates as (
    select q.rotation, q.code, s.resident_id, s.days, coalesce(b.n, 0) as n
    from pairs q
    join spent s using (rotation)
    left join brought b on b.rotation = q.rotation and b.code = q.code and b.resident_id = s.resident_id
)
select rotation, code,
       coalesce(sum(n) filter (where resident_id = $resident), 0)::uinteger as n,
       coalesce(sum(days) filter (where resident_id = $resident), 0)::uinteger as days,
       coalesce(list(28.0 * n / days order by 28.0 * n / days) filter (where resident_id <> $resident and days >= 14), []) as others
from rates
group by rotation, code
order by rotation, code;
