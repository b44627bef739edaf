"""Proof that nothing changed: digests, the hash-chained ledger, fixity. Pure functions."""
