-- Milestones each spring and fall by the committee, and by residents in training themselves; examinations.
-- About one half-step in a half-year (Park 2021: 0.55 levels in family medicine).
insert into src.main.milestones
with half_year as (
    select
        year || '-' || half as period,
        make_date(year::bigint, case half when 1 then 5 else 11 end, 20) as rated_on,
        make_date(year::bigint, case half when 1 then 5 else 10 end, 4) as self_on
    from range(2020, 2027) y(year), range(1, 3) h(half)
),
reviewed as (
    select t.*, h.period, h.rated_on, h.self_on,
        -- Half-years of training, time away left out.
        (h.rated_on - t.entered_on - case when h.rated_on > t.entered_on + 28 * t.leave_block then t.leave_days else 0 end)
            / 182.6 as behind
    from sim.trainee t join half_year h on h.self_on > t.entered_on and h.rated_on <= t.graduates_on + 30
),
rated as (
    select
        r.*, s.subcompetency, s.ord,
        sim.key('milestone ' || s.subcompetency, r.resident_no) as m,
        sim.key('period ' || r.period, r.resident_no) as q,
        sim.key('rated ' || r.period || s.subcompetency, r.resident_no) as x
    from reviewed r cross join src.main.subcompetencies s
),
felt as (
    select
        *,
        sim.draw(q, 1) < 0.06 as straight,
        2.3 + 0.45 * sim.normal(k, 600)
            + behind * (1 + 0.08 * sim.normal(k, 601)) as overall,
        -- One series in twenty-five grows at less than half the pace.
        0.45 * sim.normal(m, 1) + 0.25 * sim.normal(x, 1)
            - case when sim.draw(m, 2) < 0.04 then 0.6 * behind else 0 end as own
    from rated
),
committee as (
    select
        f.resident_no, f.resident_id, f.subcompetency, f.ord, f.period, f.rated_on, 'committee' as source,
        case
            when s.story is not null and f.subcompetency = 'PC6' then case when f.behind < 1.5 then 4 else 5 end
            when s.story is null and sim.draw(x, 2) < case when f.subcompetency in ('PC6', 'PC9') then 0.06 else 0.015 end then null
            when straight then overall
            else overall + own
        end as felt
    from felt f left join sim.story s on s.resident_no = f.resident_no and s.story = 'plateau'
    where f.rated_on <= date '2026-11-01'
),
self as (
    select
        resident_no, resident_id, subcompetency, ord, period, self_on as rated_on, 'self' as source,
        overall + own + 0.5 * sim.normal(k, 602) + 0.45 * sim.normal(x, 3) as felt
    from felt
    where graduates_on >= date '2026-11-01' and self_on <= date '2026-11-01' and sim.draw(q, 2) < 0.85
)
select
    resident_id, subcompetency, period, rated_on, source,
    case when felt is null then null when round(felt) < 1 then 0 else greatest(2, least(10, round(felt))) end
from (from committee union all from self)
order by resident_no, period, source, ord;

insert into src.main.exams
with sat as (
    select t.*, 'ITE' as exam, make_date((entry_year + y + 1)::bigint, 2, 5) as taken_on, y
    from sim.trainee t, range(0, 3) r(y)
    union all
    select t.*, 'BASIC', make_date((entry_year + 1)::bigint, 6, 12), 0 from sim.trainee t
),
scored as (
    select *, sim.key('exam ' || exam, resident_no * 4 + y) as e from sat where taken_on <= date '2026-11-01'
),
placed as (
    select *, 0.75 * sim.normal(k, 700) + 0.6 * sim.normal(e, 1) as z from scored
)
select
    resident_id, exam, taken_on,
    case exam when 'ITE' then round(26 + 4 * y + 5 * z) end,
    -- The logistic curve stands in for the normal one.
    case exam when 'ITE' then round(100 / (1 + exp(-1.7 * z))) end,
    case exam when 'BASIC' then z > -1.5 end
from placed
order by resident_no, taken_on, exam;
