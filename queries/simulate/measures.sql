-- Quality measures of the last twelve months' cases of residents in training, and what the cases of
-- one group add up to. A measure reflects a team: residents differ little in it.
insert into src.main.measures
with asked as (
    select * from (values
        (1, 'PONV-05', 0.88), (2, 'TEMP-03', 0.93), (3, 'BP-03', 0.9), (4, 'NMB-02', 0.94), (5, 'TRAN-01', 0.92),
        (6, 'AKI-01', 0.94)
    ) t(n, measure, passing)
),
applied as (
    select
        k.case_no, k.case_id, p.resident_id, k.resident_no, a.n, a.measure,
        sim.key('measure', k.case_no * 8 + a.n) as m,
        a.passing + 0.02 * sim.normal(p.k, 200 + a.n) as passing
    from sim.kase k
    join sim.trainee p using (resident_no)
    cross join asked a
    where k.day > date '2025-11-01' and p.graduates_on >= date '2026-11-01'
      and case a.measure
            when 'PONV-05' then k.technique = 'general' and k.age >= 18
            when 'TEMP-03' then k.technique in ('general', 'spinal') and k.lasted >= 60
            when 'BP-03' then k.technique = 'general' and k.age >= 18 and k.lasted >= 90
            when 'NMB-02' then k.tube in ('ett', 'dlt') and k.technique = 'general'
            when 'TRAN-01' then k.red_cells between 1 and 3
            else k.age >= 18 and k.lasted >= 120
          end
)
select
    case_id, resident_id, measure,
    case when sim.draw(m, 1) < 0.05 then 'excluded' when sim.draw(m, 2) < passing then 'pass' else 'flag' end
from applied
order by resident_no, case_no, n;

insert into sim.tally
with counted as (select resident_no, unnest([
    'all_cases',
    case when age < 12 then 'pediatric' end,
    case when age < 3 then 'pediatric_under_3y' end,
    case when age < 0.25 then 'pediatric_under_3m' end,
    case when list_contains(facts, 'category=cesarean') then 'cesarean' end,
    case when list_contains(facts, 'category=vaginal_delivery') then 'vaginal_delivery' end,
    case when list_has_any(facts, ['category=cardiac_bypass', 'category=cardiac_without_bypass']) then 'cardiac' end,
    case when list_has_any(facts, ['category=major_vessel_open', 'category=major_vessel_endovascular'])
        then 'major_vessel' end,
    case when list_contains(facts, 'category=intrathoracic') then 'intrathoracic' end,
    case when dimension = 'neuro' then 'intracranial' end,
    case when technique in ('spinal', 'combined_spinal_epidural') then 'spinal' end,
    case when technique in ('epidural', 'combined_spinal_epidural') or (blocked and block_site = 'epidural')
        then 'epidural' end,
    case when blocked and block_site not in ('epidural', 'caudal') then 'peripheral_block' end
]) as code from sim.kase)
select resident_no, code, count(*) from counted where code is not null group by all;
