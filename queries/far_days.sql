-- Spans of days that lie more than three years from all others and hold few of them: one at most in twenty, or a single one.
-- The clock of a machine or a slip of a year makes such days; a program's years follow one another.
-- needs: days (day)
, counted as (select day, count(*) as n from days where day is not null group by day),
stepped as (select *, coalesce(day - lag(day) over (order by day) > 1096, false) as is_jump from counted),
parts as (select *, sum(is_jump::int) over (order by day) as part from stepped),
spans as (select part, sum(n) as n, min(day) as from_on, max(day) as to_on from parts group by part),
most as (select max(n) as n from spans)
select s.from_on, s.to_on
from spans s, most m
where s.n * 20 <= m.n or (s.n = 1 and m.n >= 2)
