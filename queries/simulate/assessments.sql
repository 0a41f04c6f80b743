-- Ratings of residents in training: few, by many raters, some strict and some mild.
create table sim.occasion as
select rotation, unnest(epas) as epa from (values
    ('general', ['ga_asa12', 'ga_asa12', 'ga_asa34', 'airway', 'preop', 'machine', 'handoff', 'neuraxial', 'crisis', 'nora']),
    ('ambulatory', ['ga_asa12', 'ga_asa12', 'block', 'preop', 'nora', 'handoff']),
    ('cardiac', ['cardiac', 'cardiac', 'cardiac', 'hemorrhage']),
    ('thoracic_vascular', ['thoracic', 'thoracic', 'vascular', 'vascular', 'airway']),
    ('neuro', ['neuro', 'neuro', 'neuro', 'ga_asa34']),
    ('obstetric', ['labor', 'labor', 'cesarean', 'cesarean', 'hemorrhage']),
    ('pediatric', ['peds_older', 'peds_older', 'peds_younger', 'peds_younger', 'airway']),
    ('regional', ['block', 'block', 'block', 'neuraxial', 'acute_pain']),
    ('trauma', ['hemorrhage', 'crisis', 'ga_asa34', 'handoff']),
    ('icu', ['icu', 'icu', 'crisis', 'handoff']),
    ('pain', ['chronic_pain', 'acute_pain']),
    ('pacu', ['pacu', 'handoff']),
    ('preop', ['preop'])
) t(rotation, epas);

create table sim.activity as
select rotation, list(epa order by epa) as epas from sim.occasion semi join src.main.epas using (epa) group by rotation;

-- Planted ratings: five by four raters, and five of which one rater gave four.
create table sim.planted as
select s.resident_no, r.*
from (values
    ('ready_thoracic', 'thoracic', date '2026-02-12', 'F0002', '3'),
    ('ready_thoracic', 'thoracic', date '2026-04-21', 'F0011', '3'),
    ('ready_thoracic', 'thoracic', date '2026-06-09', 'F0019', '3'),
    ('ready_thoracic', 'thoracic', date '2026-08-18', 'F0002', '3'),
    ('ready_thoracic', 'thoracic', date '2026-09-30', 'F0031', '4'),
    ('thin_evidence', 'block', date '2026-03-03', 'F0007', '3'),
    ('thin_evidence', 'block', date '2026-03-10', 'F0007', '3'),
    ('thin_evidence', 'block', date '2026-03-11', 'F0024', '2'),
    ('thin_evidence', 'block', date '2026-03-17', 'F0007', '3'),
    ('thin_evidence', 'block', date '2026-03-24', 'F0007', '3')
) r(story, epa, assessed_on, rater_id, level)
join sim.story s using (story)
semi join src.main.epas e on e.epa = r.epa;

create table sim.rating as
with week as (
    select t.*, unnest(range(0, (date '2026-11-01' - t.entered_on) // 7)) as week_no
    from sim.trainee t where t.graduates_on >= date '2026-11-01'
),
asked as (
    -- A rate for each resident; one in twelve is hardly ever rated.
    select
        w.*, i, sim.key('rating', (resident_no * 256 + week_no) * 2 + i) as a,
        case when sim.draw(w.k, 400) < 0.08 then 1.5 else 13 end * exp(0.3 * sim.normal(w.k, 401)) as per_half_year
    from week w, range(0, 2) r(i)
),
given as (
    select *, entered_on + (7 * week_no + floor(5 * sim.draw(a, 2)))::integer as assessed_on
    from asked where sim.draw(a, 1) < per_half_year / 52
),
placed as (
    select
        g.*, sim.one_of(v.epas, sim.draw(a, 3)) as epa,
        floor(sim.draw(a, 4) * (select count(*) from sim.teacher))::bigint as rater,
        sim.draw(a, 5) < 0.14 as looking_back,
        -- Years of training behind the rating, time away left out.
        (assessed_on - g.entered_on - case when b.block >= leave_block then leave_days else 0 end) / 365.25 as years
    from given g
    join sim.block b on b.resident_no = g.resident_no and g.assessed_on between b.from_on and b.to_on
    join sim.activity v using (rotation)
),
felt as (
    select
        *, 1.55 + 0.78 * years + 0.3 * sim.normal(k, 402)
            + 0.25 * sim.normal(sim.key('epa ' || epa, resident_no), 1)
            + 0.45 * sim.normal(sim.key('rater', rater), 1)
            + 0.5 * sim.normal(a, 6)
            + case when looking_back then 0.4 else 0 end as latent
    from placed
)
select
    resident_no, epa, assessed_on, 'F' || lpad((rater + 1)::varchar, greatest(4, len((rater + 1)::varchar))::integer, '0') as rater_id,
    case when looking_back then 'o_score' else 'ten_cate_5' end as scale,
    greatest(1, least(5, round(latent)))::integer::varchar as level,
    case when epa in ('crisis', 'hemorrhage') and sim.draw(a, 7) < 0.35 then 'simulation'
        when sim.draw(a, 7) < 0.86 then 'observation' when sim.draw(a, 7) < 0.96 then 'review' else 'other' end as source,
    years, a
from felt
anti join sim.planted t on t.resident_no = felt.resident_no and t.epa = felt.epa
union all
select resident_no, epa, assessed_on, rater_id, 'ten_cate_5', level, 'observation', 1.8,
    sim.key('planted', resident_no * 100000 + (assessed_on - date '2020-01-01'))
from sim.planted;

insert into src.main.assessments
with numbered as (
    select *, row_number() over (order by resident_no, assessed_on, epa, rater_id, a) as n from sim.rating
),
occasion as (
    select resident_id, signed_in_at::date as day, min(case_id) as case_id
    from src.main.case_staff
    where signed_in_at is not null
    group by all
)
select
    'A' || lpad(n::varchar, greatest(5, len(n::varchar))::integer, '0'), p.resident_id, r.epa, r.assessed_on, r.rater_id,
    r.scale, r.level, r.source,
    case
        when sim.draw(a, 8) < 0.3 then null
        when sim.draw(a, 8) < 0.5 then sim.one_of(w.praise, sim.draw(a, 9))
        else sim.one_of(w.praise, sim.draw(a, 9)) || ' ' || sim.one_of(w.advice, sim.draw(a, 10))
    end,
    case when r.source = 'observation' and sim.draw(a, 11) < 0.4 then o.case_id end
from numbered r
join sim.person p using (resident_no)
join sim.praise w on w.late = case when r.years >= 1.3 and r.level::integer >= 3 then 1 else 0 end
left join occasion o on o.resident_id = p.resident_id and o.day = r.assessed_on
order by n;

insert into src.main.statements
select
    resident_id, date '2026-10-05' + floor(20 * sim.draw(k, 501))::integer,
    (select words from sim.own_words w where w.n = 1 + resident_no % (select count(*) from sim.own_words))
from sim.trainee
where graduates_on >= date '2026-11-01' and sim.draw(k, 500) < 0.25
order by resident_no;
