"""General knowledge as data: parties, offices, sources, lexicons, the gazetteer, the language pipeline.

An edge: it reads files and hands values to the rooms. `load` and `pipeline` are what actions call;
the gazetteer lives in `allegata.knowledge.gazetteer`.
"""

from allegata.knowledge.loader import load
from allegata.knowledge.syntax import pipeline

__all__ = ["load", "pipeline"]
