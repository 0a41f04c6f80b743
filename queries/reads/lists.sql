-- How many exposures of an experience come on one day's list, beyond what chance would put on one day: the exposures of
-- a resident's week are dealt to the days on which the resident met anything, and what lies together more often than so is a
-- list. 1 where they come one by one.
-- columns: code varchar, lists double
with by_day as (
    select e.code, e.resident_id, e.occurred_on, date_trunc('week', e.occurred_on)::date as week, count(*) as n
    from exposures e
    group by all
),
days as (
    select resident_id, week, count(distinct occurred_on) as days
    from by_day
    group by all
),
weeks as (
    select code, resident_id, week, sum(n)::bigint as n, sum(n * (n - 1))::bigint as together
    from by_day
    group by all
),
-- In parts of 420, which every number of days of a week divides: whole numbers add up to the same in any order.
shared as (
    select w.code, w.n,
           420 * w.together - w.n * (w.n - 1) * (420 // d.days) as beyond,
           w.n * (420 - 420 // d.days) as could_be
    from weeks w
    join days d using (resident_id, week)
    where d.days > 1
)
select code, greatest(1.0::double, 1 + sum(beyond)::double / nullif(sum(could_be), 0)::double) as lists
from shared
group by code
having sum(n) >= 100
order by code;
