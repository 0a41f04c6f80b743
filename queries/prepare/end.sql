-- Clears the stage.
drop table temp.staged;
drop table temp.codes;
drop table temp.roster;
