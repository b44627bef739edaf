"""Hypothesis keeps no examples on disk here: a test of a room touches nothing outside."""

from hypothesis import settings

settings.register_profile("room", database=None, deadline=None)
settings.load_profile("room")
