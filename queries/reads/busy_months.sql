-- How busy each current resident was in the last twelve months up to the as-of date, oldest first: cases a month. A month
-- is null where there are no data: before training began, or wholly away.
-- columns: resident_id varchar, months uinteger[]
with
calendar as (
    select i, (p.data_to - to_months(12 - i::integer))::date + 1 as first_day,
           (p.data_to - to_months(11 - i::integer))::date as last_day
    from program p, range(12) as t(i)
),
people as (
    select resident_id, entered_on from residents where status = 'current'
),
by_month as (
    select w.resident_id, m.first_day, sum(w.cases) as n
    from worked w
    join calendar m on w.day between m.first_day and m.last_day
    group by all
),
absent as (
    select a.resident_id, m.first_day,
           sum(date_diff('day', greatest(a.from_on, m.first_day), least(a.to_on, m.last_day)) + 1) as days
    from away a
    join calendar m on a.from_on <= m.last_day and a.to_on >= m.first_day
    group by all
)
select q.resident_id,
       list(case when q.entered_on > m.last_day then null
                 when b.n is null and coalesce(w.days, 0) > date_diff('day', m.first_day, m.last_day) then null
                 else coalesce(b.n, 0)::uinteger end order by m.i) as months
from people q
cross join calendar m
left join by_month b on b.resident_id = q.resident_id and b.first_day = m.first_day
left join absent w on w.resident_id = q.resident_id and w.first_day = m.first_day
group by q.resident_id
order by q.resident_id;
