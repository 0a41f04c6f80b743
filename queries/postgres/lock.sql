-- Waits until no other writer is at work on the ledger, for as long as lock_timeout lets it; the lock ends with
-- the transaction. Answers whether a commit is durable here. A synchronous_commit stronger than `on` stays.
select
  pg_advisory_xact_lock(hashtextextended('trellis.ledger/' || $1, 0)),
  case when current_setting('synchronous_commit') <> 'remote_apply'
       then set_config('synchronous_commit', 'on', true) end,
  current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on' as durable
