-- what:   a benchmark contradicts itself: a centile outside 0 to 100, a negative value, or a line that falls, crosses or has two values a month
-- advice: correct the table at its source; a line that falls, or lies where none can, is not shown
-- weight: wrong
select code || ': centile ' || centile || ' at month ' || training_month || ' is ' || value as place
from benchmarks
where not coalesce(centile between 0 and 100 and value >= 0 and isfinite(value) and training_month >= 0, false)
union all
select code || ': the line of centile ' || centile || ' falls to ' || value || ' at month ' || training_month
from (
    select code, centile, training_month, value, lag(value) over line as before
    from benchmarks
    window line as (partition by code, source, as_of, centile order by training_month)
)
where value < before
union all
select code || ': centile ' || centile || ' lies below a lower one at month ' || training_month
from (
    select code, centile, training_month, value, max(value) over lower as below
    from benchmarks
    window lower as (
        partition by code, source, as_of, training_month order by centile
        range between unbounded preceding and current row exclude group
    )
)
where value < below
union all
select code || ': centile ' || centile || ' has ' || count(*) || ' values at month ' || training_month
from benchmarks
group by code, source, as_of, centile, training_month
having count(*) > 1;
