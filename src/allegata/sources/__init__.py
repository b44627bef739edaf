"""Kinds of material, one file each: what lies in a folder, an archive, a table. I/O only."""
