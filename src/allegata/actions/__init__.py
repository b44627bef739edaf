"""Verbs: the only place where rooms meet edges. Each opens, reads the clock, orders the steps, and writes."""
