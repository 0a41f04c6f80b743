-- Kinds of procedures of which some have an outcome and all these have the same one: the others may have ended as well
-- or as badly, and nobody wrote it down.
-- columns: kind varchar
select kind
from procedures
where kind is not null
group by kind
having count(distinct outcome) = 1 and count(outcome) < count(*)
order by kind;
