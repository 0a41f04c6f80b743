-- Begins an append. Nobody waits long for another writer, and a writer whose machine has gone holds nobody up.
begin isolation level read committed read write;
set local lock_timeout = '10s';
set local statement_timeout = '12s';
set local idle_in_transaction_session_timeout = '60s';
