-- How many times of starts there are and how many of them are midnight sharp: of cases, and of stays.
-- columns: of varchar, n ubigint, midnights ubigint
select 'cases' as of, count(*)::ubigint as n,
       (count(*) filter (where started_at = started_at::date))::ubigint as midnights
from cases
where isfinite(started_at)
union all
select 'stays', count(*)::ubigint, (count(*) filter (where signed_in_at = signed_in_at::date))::ubigint
from case_staff
where isfinite(signed_in_at)
order by of;
