-- How many cases begin in each hour of each month, on weekdays and at weekends; without those at midnight sharp, which
-- may have no hour.
-- columns: month date, hour utinyint, weekday boolean, n ubigint
select date_trunc('month', started_at)::date as month, hour(started_at)::utinyint as hour,
       isodow(started_at) < 6 as weekday, count(*)::ubigint as n
from cases
where started_at between timestamp '1900-01-01' and timestamp '2200-01-01' and started_at <> started_at::date
group by all
order by all;
