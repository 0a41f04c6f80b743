-- The supervision scales with their levels, lowest first.
-- columns: scale varchar, title varchar, framing varchar, level varchar, level_title varchar
select s.scale, s.title, s.framing, l.level, l.title as level_title
from scales s
join scale_levels l using (scale)
order by s.scale, l.rank, l.level;
