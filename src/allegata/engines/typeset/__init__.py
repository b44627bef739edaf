"""Sets a dossier as PDF. Its words come in as data and are never read as code."""

from allegata.engines.typeset.pdf import Typeset, typeset

__all__ = ["Typeset", "typeset"]
