-- How many ratings of each level each rater gave, by activity, scale and calendar year since the rated resident's first
-- day of training, up to the as-of date; residents and graduates alike. A year before the first day is unknown.
-- columns: rater_id varchar, epa varchar, scale varchar, year integer, level varchar, n integer
select a.rater_id, a.epa, a.scale,
       case when a.assessed_on >= r.entered_on then date_sub('year', r.entered_on, a.assessed_on) end::integer as year,
       a.level, count(*)::integer as n
from assessments a
join residents r using (resident_id), program p
where a.assessed_on <= p.data_to
group by all
order by all;
