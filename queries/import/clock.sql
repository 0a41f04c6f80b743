-- Times that name their distance from UTC ('2025-07-01T11:30:00Z', '2025-07-01 07:30:00-04'), on the hospital's clock.
-- How that clock is set stands in lists, one entry for each span of {span} seconds since 1970; without them, and outside
-- of them, nothing is known.
create or replace macro reading.zone_of(said) as regexp_extract(said, '[0-9]\s*(Z|[+-][0-9]{2}(:?[0-9]{2})?)$', 1);

create or replace macro reading.in_utc(said) as
    epoch_us(try_cast(left(said, length(said) - length(reading.zone_of(said))) as timestamp)) - case
        when reading.zone_of(said) = 'Z' then 0
        else if(left(reading.zone_of(said), 1) = '-', -1, 1) * (
            try_cast(substr(reading.zone_of(said), 2, 2) as bigint) * 3600
            + coalesce(try_cast(right(replace(reading.zone_of(said), ':', ''), -3) as bigint), 0) * 60
        ) * 1000000
    end;

create or replace macro reading.shift_of(seconds) as
    if(seconds < getvariable('clock_at')[seconds // {span} + 1], getvariable('clock_before')[seconds // {span} + 1], getvariable('clock_after')[seconds // {span} + 1]);

create or replace macro reading.on_clock(said) as case
    when reading.zone_of(said) <> '' and reading.in_utc(said) >= 0
    then make_timestamp(reading.in_utc(said) + reading.shift_of(reading.in_utc(said) // 1000000) * 1000000)
end;
