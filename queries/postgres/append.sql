-- Adds one entry; the table's own rules refuse one that does not follow the last.
insert into trellis.ledger (ledger, seq, line) values ($1, $2, $3)
