-- What residents logged themselves: most a little too low, some far, a few too high; a third in round numbers.
insert into src.main.self_logged
with apart as (
    select resident_id, unnest(case kind
            when 'labor_epidural' then ['epidural', 'vaginal_delivery']
            when 'pain_new_patient' then ['pain_new_patient']
            else ['epidural']
        end) as code
    from src.main.procedures
    where case_id is null and kind in ('labor_epidural', 'pain_new_patient', 'epidural')
),
done as (
    select p.resident_no, t.code, t.n from sim.tally t join sim.person p using (resident_no)
    union all
    select p.resident_no, a.code, count(*) from apart a join sim.person p using (resident_id) group by all
),
habit as (
    select
        resident_no, resident_id, least(graduates_on, date '2026-10-31') as as_of, k,
        case
            when sim.draw(k, 300) < 0.55 then 0.93 + 0.09 * sim.draw(k, 301)
            when sim.draw(k, 300) < 0.85 then 0.75 + 0.18 * sim.draw(k, 301)
            when sim.draw(k, 300) < 0.95 then 0.5 + 0.25 * sim.draw(k, 301)
            else 1.05 + 0.15 * sim.draw(k, 301)
        end as share
    from sim.trainee
),
total as (
    select resident_no, code, sum(n) as n from done group by all
),
logged as (
    select
        h.resident_no, h.resident_id, t.code, h.as_of, sim.key('log ' || t.code, h.resident_no) as l,
        t.n * h.share * (0.94 + 0.12 * sim.draw(sim.key('log ' || t.code, h.resident_no), 1)) as n
    from total t join habit h using (resident_no)
)
select
    resident_id, code, as_of,
    case
        when n >= 100 and sim.draw(l, 2) < 0.35 then 10 * round(n / 10)
        when n >= 20 and sim.draw(l, 2) < 0.35 then 5 * round(n / 5)
        else round(n)
    end
from logged
order by resident_no, code;
