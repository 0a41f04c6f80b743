-- Ends an append. The server must not give up on its own after this: it waits for its disk, and where it has a
-- standby that must follow, for that one too.
set local statement_timeout = 0;
commit;
