-- What each resident's share of each kind is: weights times multipliers, as bounds between 0 and 1.
create table sim.bound as
with multiplier as (
    select
        p.resident_no,
        d.dimension,
        exp(d.spread * sim.normal(p.k, 100 + d.n) - d.spread * d.spread / 2)
            * coalesce(c.factor, 1)
            * case when s.story is not null and d.dimension = 'neuro' then 0.08 else 1 end as factor
    from sim.person p
    cross join sim.dimension d
    left join sim.class_shortage c on c.entry_year = p.entry_year and c.dimension = d.dimension
    left join sim.story s on s.resident_no = p.resident_no and s.story = 'no_neuro'
),
weighted as (
    select m.resident_no, x.rotation, k.kind_no, x.weight * m.factor as w
    from sim.mix x join sim.kind k using (kind) join multiplier m using (dimension)
)
select
    resident_no,
    rotation,
    kind_no,
    coalesce(
        sum(w) over (
            partition by resident_no, rotation order by kind_no rows between unbounded preceding and 1 preceding
        ), 0
    ) / sum(w) over (
        partition by resident_no, rotation order by kind_no rows between unbounded preceding and unbounded following
    ) as low
from weighted;

-- How many cases a resident meets in a day, against the mean.
create table sim.tempo as
select
    resident_no,
    exp(0.1 * sim.normal(k, 90)) * getvariable('cases_per_resident') / 1540.0 as tempo,
    exp(0.45 * sim.normal(k, 91)) as bleeding
from sim.person;

-- What the cases of each resident add up to, filled with each group, for the self-logged totals.
create table sim.tally (resident_no bigint, code varchar, n bigint);
