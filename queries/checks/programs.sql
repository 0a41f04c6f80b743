-- what:   the case file is not about exactly one program
-- advice: import it again with one row in program
-- weight: wrong
select count(*) || ' rows in program' as place from program having count(*) <> 1;
