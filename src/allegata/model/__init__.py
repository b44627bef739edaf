"""Words: frozen, typed values without I/O. Only the standard library is imported here."""
