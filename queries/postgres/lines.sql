-- The entries of a ledger from one on, oldest first.
select seq, line from trellis.ledger where ledger = $1 and seq >= $2 order by seq
