-- Sets aside rows of `staged` that name a resident or a case which the case file does not hold.
-- templates: column (the identifier), home (its relation), reason and advice (SQL strings)
update staged
set problem = {'reason': {reason}, 'found': {column}, 'advice': {advice}}
where problem is null
    and {column} is not null
    and not exists (select 1 from src.main.{home} h where h.{column} = staged.{column});
