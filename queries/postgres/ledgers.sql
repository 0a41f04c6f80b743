-- The names of the ledgers that stand in the table, each with the number of its entries.
select ledger, max(seq) as entries from trellis.ledger group by ledger order by ledger
