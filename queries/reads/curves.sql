-- Exposures by training month: for each resident and experience the months that brought any, and how many.
-- A training month is 30.4375 days in training; days away are taken out. Where the first day of
-- training is unknown the month is null. The as-of date is the program's.
-- columns: code varchar, resident_id varchar, months integer[], counts uinteger[]
with spans as (
    select resident_id, list({'first': from_on, 'days': date_diff('day', from_on, to_on) + 1}) as spans
    from away
    group by resident_id
),
by_day as (
    select e.code, e.resident_id, e.occurred_on, count(*) as n
    from exposures e, program p
    where e.occurred_on <= p.data_to
    group by all
),
by_month as (
    select d.code, d.resident_id,
           floor((date_diff('day', r.entered_on, d.occurred_on)
                  - case when a.spans is null then 0
                         else list_sum(list_transform(a.spans, lambda s:
                                  greatest(0, least(date_diff('day', s.first, d.occurred_on), s.days)))) end
                 ) / 30.4375)::integer as month,
           sum(d.n)::uinteger as n
    from by_day d
    join residents r using (resident_id)
    left join spans a using (resident_id)
    group by all
)
select code, resident_id, list(month order by month) as months, list(n order by month) as counts
from by_month
group by code, resident_id
order by resident_id, code;
