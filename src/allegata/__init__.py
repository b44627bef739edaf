"""allegata: from scattered reports to one accountable record per incident.

*Allegata et probata*: things alleged, and things proved. allegata keeps the first and never
claims the second.
"""

__version__ = "0.1.0"
