-- What the source says about what it can say.
-- columns: item varchar, resident_id varchar, site varchar, from_on date, to_on date, says varchar
select
    case when fact = 'case' then 'case' when fact is not null then 'fact ' || trim(fact) else 'procedure ' || trim(kind) end as item,
    resident_id, site, from_on, to_on, says
from coverage
where fact is not null or kind is not null
order by all;
