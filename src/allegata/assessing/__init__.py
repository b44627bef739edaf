"""Arithmetic over attributed values: origins, relations, contestation, checks, steps, totals."""
