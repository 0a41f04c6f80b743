-- How single values are read, whatever the source. A mapping may use these too.
create schema reading;

-- Without blanks around it, of any kind. Most values have none, which the pattern sees four times as fast.
create macro reading.trimmed(said) as case
    when regexp_full_match(said, '[!-~]([ -~]*[!-~])?') then said
    else trim(said, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8199) || chr(8239) || chr(65279))
end;

-- Spreadsheets and statistics programs have words for nothing; the argument is trimmed. As a list behind `in` they would be
-- a join of all rows, once for each time that the macro is named.
create macro reading.unless_nothing(said) as case
    when strlen(said) > 5 then said
    else case lower(said)
        when '' then null when 'na' then null when 'n/a' then null when '#n/a' then null when '#na' then null
        when 'null' then null when 'none' then null when 'nan' then null when 'nat' then null when '<na>' then null
        else said
    end
end;

create macro reading.given(said) as reading.unless_nothing(reading.trimmed(said));

-- '3', '3.0', '3E', 'ASA 3', 'III E'. What cannot be read goes on as it is, so that it is told.
create macro reading.asa(said) as case
    when said in ('1', '2', '3', '4', '5', '6') then said
    else case regexp_extract(upper(said), '^\s*(?:ASA)?\s*(?:PS|CLASS)?\s*(VI|IV|V|III|II|I|[1-6])(?:[.]0+)?\s*-?\s*E?\s*$', 1)
        when 'I' then '1' when 'II' then '2' when 'III' then '3'
        when 'IV' then '4' when 'V' then '5' when 'VI' then '6'
        when '' then said
        else regexp_extract(said, '[1-6]')
    end
end;

create macro reading.is_emergency_asa(said) as regexp_full_match(upper(said), '(ASA)?\s*(PS|CLASS)?\s*(VI|IV|V|III|II|I|[1-6])\s*-?\s*E');

-- What two spellings of an identifier have in common: no letter case, and no `.0` of a number.
create macro reading.same_key(said) as regexp_replace(upper(reading.trimmed(said)), '^([0-9]+)[.]0+$', '\1');

-- The same of a word, where a blank or a hyphen may stand for an underscore.
create macro reading.word_key(said) as regexp_replace(upper(reading.trimmed(said)), '[\s\x{00A0}_-]+', '_', 'g');

-- What is left where zeros in front and signs are lost too: where two meet only so, a reader should look.
create macro reading.rough_key(said) as
    ltrim(regexp_replace(reading.same_key(said), '[^A-Z0-9]+', '', 'g'), '0');

-- '3', '3.0', 'Level 3'.
create macro reading.level_key(said) as
    regexp_replace(regexp_replace(upper(reading.trimmed(said)), '^(LEVEL|LVL)\s*', ''), '[.]0+$', '');
