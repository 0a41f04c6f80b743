-- Calendar months of training in which a current resident has not a single case, and how many of their
-- days were neither away nor on a rotation that brings hardly any: one where, for ten blocks or more,
-- nine in ten brought a case a week. A day without a block counts; where there are no rotations, every day.
-- columns: resident_id varchar, from_on date, days uinteger
with people as (
    select resident_id, entered_on
    from residents
    where status = 'current' and entered_on is not null
),
months as (
    select q.resident_id, m::date as from_on, last_day(m::date) as to_on
    from people q, program p,
         unnest(generate_series(date_trunc('month', q.entered_on)::timestamp, p.data_to::timestamp, interval 1 month)) as t(m)
    where m::date >= q.entered_on and last_day(m::date) <= p.data_to
),
busy as (
    select distinct s.resident_id, date_trunc('month', c.started_at)::date as from_on
    from case_staff s
    join cases c using (case_id)
),
silent as (
    select * from months anti join busy using (resident_id, from_on)
),
done as (
    select b.resident_id, b.rotation, b.from_on, b.to_on
    from rotations b, program p
    where b.to_on <= p.data_to and date_diff('day', b.from_on, b.to_on) >= 13
),
brought as (
    select d.rotation, d.resident_id, d.from_on,
           28.0 * count(c.case_id) / (date_diff('day', any_value(d.from_on), any_value(d.to_on)) + 1) as per_block
    from done d
    left join case_staff s on s.resident_id = d.resident_id
    left join cases c on c.case_id = s.case_id and c.started_at::date between d.from_on and d.to_on
    group by all
),
bringing as (
    select rotation
    from brought
    group by rotation
    having count(*) >= 10 and quantile_cont(per_block, 0.1) >= 4
),
days as (
    select s.resident_id, s.from_on, d::date as day
    from silent s, unnest(generate_series(s.from_on::timestamp, s.to_on::timestamp, interval 1 day)) as t(d)
),
there as (
    select d.resident_id, d.from_on, d.day
    from days d
    where not exists (
            select 1 from away a where a.resident_id = d.resident_id and d.day between a.from_on and a.to_on
          )
      and not exists (
            select 1 from rotations b
            where b.resident_id = d.resident_id and d.day between b.from_on and b.to_on
              and b.rotation not in (select rotation from bringing)
          )
)
select resident_id, from_on, count(*)::uinteger as days
from there
group by resident_id, from_on
order by resident_id, from_on;
