-- What may be chosen about a resident as a whole, by kind in order of presentation.
-- columns: kind varchar, code varchar, title varchar
select kind, code, title
from overall_choices
order by kind, ord, code;
