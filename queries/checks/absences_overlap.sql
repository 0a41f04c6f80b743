-- what:   two absences of one resident overlap
-- advice: join them into one; each day away is taken out of training time once
-- weight: wrong
select 'resident ' || resident_id || ', from ' || from_on as place
from (
    select
        resident_id,
        from_on,
        max(to_on) over (
            partition by resident_id order by from_on, to_on rows between unbounded preceding and 1 preceding
        ) as away_until
    from absences
)
where from_on <= away_until;
