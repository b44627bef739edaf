"""The only package that may open a connection, each to an address that a person named for a purpose."""
