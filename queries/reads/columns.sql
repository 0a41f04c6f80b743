-- The relations and columns of the attached case file, in small letters: the engine does not tell capitals apart.
-- columns: schema_name varchar, table_name varchar, column_name varchar, data_type varchar
select schema_name, lower(table_name) as table_name, lower(column_name) as column_name, data_type
from duckdb_columns()
where database_name = 'src';
