"""Write the example evidence, `examples/evidence/`: web archives, exports, footage, tables. All of it invented.

    python examples/make_evidence.py            # write what is missing or differs
    python examples/make_evidence.py --check    # only say what differs (exit code 1)
    python examples/make_evidence.py --footage  # encode videos and pictures anew, too

Needs the development libraries of requirements-dev.lock (warcio, openpyxl; for new videos and pictures PyAV,
Pillow and numpy). The parts are in scripts/evidence_set/.

Alike on every run: everything, as long as the videos and pictures are. These come out of encoders, whose
bytes hold for the locked versions only; so what lies in `evidence/` is taken as it is, and made anew when
asked for. Two things cannot come out twice alike at all, because they hold a time and a key that is thrown
away: the time-stamp tokens (scripts/evidence_set/tokens/); they are kept, and renewed only when the hashes
that they vouch for have changed (with openssl). Packed members depend on zlib; another build of it may pack
the same content into other bytes.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from evidence_set.make import main

if __name__ == "__main__":
    sys.exit(main(__doc__))
