"""Makes the hand-made readings of `tests/builders` importable."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "builders"))
