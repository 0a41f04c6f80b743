-- Tells of rows that were set aside because their case or resident was, with that case or resident and not by themselves.
create or replace temp table told as
with followed as (
    select home, key, relation, sum(n)::bigint as n
    from follows
    where exists (from causes c where c.home = follows.home and c.key = follows.key)
    group by all
),
named as (
    select
        home,
        key,
        list(
            if(n = 1, 'its ', n || ' ')
                || case relation
                    when 'case_staff' then 'stay'
                    when 'case_facts' then 'fact'
                    when 'self_logged' then 'logged total'
                    when 'coverage' then 'row of coverage'
                    else rtrim(relation, 's')
                end
                || if(n = 1, '', if(relation = 'coverage', '', 's'))
            order by relation <> 'case_staff', relation
        ) as parts
    from followed
    group by all
)
select
    home,
    key,
    -- 'its stay', 'its stay and 3 facts', 'its stay, 3 facts and 2 procedures'
    coalesce(list_aggregate(parts[:-2], 'string_agg', ', ') || ' and ', '') || parts[-1] as parts
from named;

-- Of several rows with one identifier the first is told with what follows.
update notes
set note = notes.note || '; ' || if(c.home = 'cases', 'case ', 'resident ') || left(c.id, 64) || ': set aside with ' || told.parts
from (
    select * from causes qualify row_number() over (partition by home, key order by source_file, source_row) = 1
) c
join told on told.home = c.home and told.key = c.key
where notes.kind = 'set aside'
    and notes.relation = c.home
    and notes.source_file = c.source_file
    and notes.source_row = c.source_row;

delete from notes
where kind = 'set aside' and reason in ('its case was itself set aside', 'its resident was itself set aside');
