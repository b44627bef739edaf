"""What is kept: the vault of originals, the append-only ledger, and the index made from the two."""
