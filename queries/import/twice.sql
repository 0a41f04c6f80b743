-- Sets aside rows of `staged` that share a key; of rows that are the same in everything, one is kept.
-- templates: key (the columns that identify a row), all (every column), name (the key as it is shown)
create or replace temp table twice as
select
    rowid as place,
    source_file || coalesce(' row ' || source_row, '') as stands,
    dense_rank() over (order by {key}) as family,
    hash({all}) as content
from staged
where problem is null and hash({key}) in (
    -- Hashes may meet by chance: a family of one is left alone below.
    select hash({key}) from staged where problem is null group by all having count(*) > 1
);

create or replace temp table again as
select
    place,
    stands,
    min(content) over whole = max(content) over whole as same,
    row_number() over (partition by family order by place) as nth,
    first_value(stands) over (partition by family order by place) as first_stands,
    last_value(stands) over whole as last_stands
from twice
window whole as (
    partition by family order by place rows between unbounded preceding and unbounded following
);

update staged
set problem = case
    when again.same then {
        'reason': 'the same row stands in the source already',
        'found': again.first_stands,
        'advice': 'it was taken once'
    }
    else {
        'reason': 'another row has the same {name} and other values',
        'found': if(again.nth = 1, again.last_stands, again.first_stands),
        'advice': 'keep the right one, or give the identifiers of two sources a prefix each'
    }
end
from again
where staged.rowid = again.place and (not again.same or again.nth > 1);
