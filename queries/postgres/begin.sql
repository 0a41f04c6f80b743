-- Begins an append. Nobody waits long for another writer, and a writer whose machine has gone holds nobody up. It asks
-- for no right to write: an administrator who made logins read-only, and a standby, say so at the first entry.
begin isolation level read committed;
set local lock_timeout = '10s';
set local statement_timeout = '12s';
set local idle_in_transaction_session_timeout = '60s';
