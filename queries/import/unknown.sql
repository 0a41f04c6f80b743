-- Sets aside rows of `staged` that name a resident or a case which the case file does not hold.
-- templates: column (the identifier), relation, home (its relation), what ('case'), reason and advice (SQL strings)
create or replace temp table lost as
select
    s.place, s.written,
    exists (select 1 from aside a where a.relation = '{home}' and a.key = reading.same_key(s.written)) as is_aside,
    near.id as near
from strays s
left join (select reading.rough_key(id) as key, min(id) as id from homes group by key) near
    on near.key = reading.rough_key(s.written) and near.key <> '';

update staged
set problem = case
    when lost.is_aside then {
        'reason': 'its {what} was itself set aside',
        'found': lost.written,
        'advice': 'it is taken when the {what} is'
    }
    when lost.near is not null then {
        'reason': {reason} || ', and one nearly has its identifier',
        'found': lost.written,
        'advice': '{home} has "' || left(lost.near, 40) || '", and the identifiers differ '
            || if(ltrim(upper(lost.near), '0') = ltrim(upper(lost.written), '0'), 'by leading zeros', 'in signs or several spellings')
            || '; write both the same way'
    }
    else {'reason': {reason}, 'found': lost.written, 'advice': {advice}}
end
from lost
where staged.rowid = lost.place;

insert into follows
select '{home}', reading.same_key(written), '{relation}', count(*) from lost where is_aside group by all;
