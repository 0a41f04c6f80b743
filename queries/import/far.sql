-- Sets aside rows of `staged` whose day lies more than three years from the day of any other, where they are few.
-- templates: column (a date or a timestamp), far (days that lie far away)
create or replace temp table far as
with days as (select {column}::date as day from staged where problem is null)
{far};

update staged
set problem = {
    'reason': '{column} lies more than three years from every other',
    'found': {column}::varchar,
    'advice': 'correct the year; where it is right, bring the years between as well'
}
from far
where staged.problem is null and staged.{column}::date between far.from_on and far.to_on;
