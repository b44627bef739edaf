"""Room: bytes → Document → Reading. Pure functions; no clock, disk, network or randomness."""
