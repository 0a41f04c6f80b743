-- The relations and columns of the attached case file.
-- columns: table_name varchar, column_name varchar, data_type varchar
select table_name, column_name, data_type
from duckdb_columns()
where database_name = 'src' and schema_name = 'main';
