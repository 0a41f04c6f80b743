-- How busy each current resident was: cases in the last twelve months up to the as-of date, oldest
-- first, and since a day. A month is null where there are no data: before training began, or wholly away.
-- parameters: $since date
-- columns:    resident_id varchar, months uinteger[], cases_since uinteger, ratings_since uinteger
with
calendar as (
    select i, (p.data_to - to_months(12 - i::integer))::date + 1 as first_day,
           (p.data_to - to_months(11 - i::integer))::date as last_day
    from program p, range(12) as t(i)
),
people as (
    select resident_id, entered_on from residents where status = 'current'
),
busy as (
    select s.resident_id, c.started_at::date as day, count(distinct s.case_id) as n
    from case_staff s
    join people using (resident_id)
    join cases c using (case_id), program p
    where c.started_at::date between least((p.data_to - to_months(12))::date, $since) and p.data_to
    group by all
),
by_month as (
    select resident_id, first_day, sum(n) as n
    from busy
    join calendar on day between first_day and last_day
    group by all
),
absent as (
    select a.resident_id, m.first_day,
           sum(date_diff('day', greatest(a.from_on, m.first_day), least(a.to_on, m.last_day)) + 1) as days
    from away a
    join calendar m on a.from_on <= m.last_day and a.to_on >= m.first_day
    group by all
),
months as (
    select q.resident_id,
           list(case when q.entered_on > m.last_day then null
                     when b.n is null and coalesce(w.days, 0) > date_diff('day', m.first_day, m.last_day) then null
                     else coalesce(b.n, 0)::uinteger end order by m.i) as months
    from people q
    cross join calendar m
    left join by_month b on b.resident_id = q.resident_id and b.first_day = m.first_day
    left join absent w on w.resident_id = q.resident_id and w.first_day = m.first_day
    group by q.resident_id
),
since as (
    select resident_id, sum(n)::uinteger as n from busy where day > $since group by resident_id
),
rated as (
    select resident_id, count(*)::uinteger as n
    from assessments, program p
    where assessed_on > $since and assessed_on <= p.data_to
    group by resident_id
)
select m.resident_id, m.months, coalesce(s.n, 0)::uinteger as cases_since,
       case when exists (select 1 from assessments) then coalesce(o.n, 0)::uinteger end as ratings_since
from months m
left join since s using (resident_id)
left join rated o using (resident_id);
