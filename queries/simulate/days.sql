-- The working days of one group of residents up to the as-of date, with how many cases each brought.
-- variables: grp bigint
create or replace table sim.day as
with calendar as (
    select b.*, unnest(range(0, least(b.to_on, date '2026-11-01') - b.from_on + 1)) as into_block
    from sim.block b
    where b.grp = getvariable('grp') and b.from_on <= date '2026-11-01'
),
dated as (
    select
        resident_no, rotation, block, k, from_on + into_block::integer as day,
        (from_on - entered_on)::bigint + into_block as day_no,
        sim.key('day', resident_no * 4096 + (from_on - entered_on) + into_block) as d,
        sim.key('day', resident_no * 4096 + (from_on - entered_on) + into_block - 1) as before,
        sim.key('week', resident_no * 512 + ((from_on - entered_on) + into_block) // 7) as week
    from calendar
),
present as (
    select d.*, t.tempo, p.cases, p.calls, p.site
    from dated d
    join sim.tempo t using (resident_no)
    join sim.pace p using (rotation)
    left join sim.story s on s.resident_no = d.resident_no and s.story = 'missing_months'
    where not exists (
        from sim.leave l
        where l.resident_no = d.resident_no and not l.long and l.block = d.block
          and d.day - (select b.from_on from sim.block b where b.resident_no = d.resident_no and b.block = d.block)
              between l.into_block and l.into_block + l.days - 1
    )
      -- Four weeks of vacation a year.
      and sim.draw(d.week, 1) >= 0.077
      -- Two months whose cases never reached the record.
      and (s.story is null or d.day not between date '2026-03-01' and date '2026-04-30')
)
select
    resident_no, rotation, site, k, day, day_no, d, false as night,
    sim.around(cases * tempo, sim.draw(d, 1)) as n
from present
where isodow(day) <= 5
  -- The day after a night call is free.
  and not (calls and sim.draw(before, 2) < 0.14)
union all
select
    resident_no, rotation, case when rotation = 'obstetric' then site else 'Main' end, k, day, day_no, d, true,
    sim.around(1.5 * tempo, sim.draw(d, 3))
from present
where calls and sim.draw(d, 2) < 0.14;
