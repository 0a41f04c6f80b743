-- Chance, as a pure function of the seed and of what it is drawn for: the same on any number of threads.
-- variables: seed bigint, residents integer, cases_per_resident double

create schema sim;

-- The key of one thing of one kind. The outer hash is needed: the engine combines several values so
-- that two purposes alone would differ by a constant, and their draws would go together.
create macro sim.key(purpose, id) as hash(hash(getvariable('seed')::bigint, purpose, id::bigint));

-- The n-th number of a key, uniform from 0 up to 1.
create macro sim.draw(key, n) as (hash(xor(key, n::ubigint)) >> 11)::double / 9007199254740992.0;

-- The n-th number of a key, standard normal (Box and Muller 1958).
create macro sim.normal(key, n) as
    sqrt(-2 * ln(1 - sim.draw(key, n))) * cos(2 * pi() * sim.draw(key, n + 100000));

-- One of a list, all equally likely.
create macro sim.one_of(list, u) as list[1 + floor(u * len(list))::integer];

-- A whole number beside a mean, so that the mean is kept.
create macro sim.around(mean, u) as floor(mean + u)::integer;

-- A moment some minutes later.
create macro sim.minutes(moment, n) as moment + to_minutes(n::bigint);
