-- Calendar months of training in which a current resident has not a single case, and how many of their
-- days were neither away nor on a rotation that brings hardly any: others are those where, of ten blocks
-- or more of current residents, nine in ten brought a case a week. A day without a block counts; where
-- there are no rotations, every day.
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
    select distinct resident_id, date_trunc('month', day)::date as from_on from worked
),
silent as (
    select * from months anti join busy using (resident_id, from_on)
),
done as (
    select b.resident_id, b.rotation, b.from_on, b.to_on
    from named_rotations b
    join people using (resident_id), program p
    where b.to_on <= p.data_to and date_diff('day', b.from_on, b.to_on) >= 13
),
placed as (
    select d.resident_id, d.from_on, sum(w.stays) as n
    from worked w
    asof join done d on w.resident_id = d.resident_id and w.day >= d.from_on
    where w.day <= d.to_on
    group by all
),
brought as (
    select d.rotation, 28.0 * coalesce(p.n, 0) / (date_diff('day', d.from_on, d.to_on) + 1) as per_block
    from done d
    left join placed p using (resident_id, from_on)
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
            select 1 from named_rotations b
            where b.resident_id = d.resident_id and d.day between b.from_on and b.to_on
              and b.rotation not in (select rotation from bringing)
          )
)
select resident_id, from_on, count(*)::uinteger as days
from there
group by resident_id, from_on
order by resident_id, from_on;
