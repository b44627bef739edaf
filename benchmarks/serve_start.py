"""From the command to the first page: `allegata serve` on a fresh casebook, and what of it is imports.

    python benchmarks/serve_start.py [CASEBOOK] [--times 5]

Without a casebook, one that is not there yet: a newcomer's first command. Prints seconds by the clock until the
link is printed and until the first page is answered, the processor seconds of the server until then, and the
time of bare imports beside it: on a busy machine the clock says little.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

CALL = [sys.executable, "-c", "from allegata.cli.main import main; main()", "serve"]


def once(casebook: Path, base: Path) -> tuple[float, float, float]:
    """Seconds until the link and until the page, and processor seconds of the server."""
    env = dict(os.environ, ALLEGATA_OFFICE=str(base / "office"), ALLEGATA_KEYS=str(base / "keys"))
    begun = time.perf_counter()
    running = subprocess.Popen(
        [*CALL, str(casebook), "--port", "0", "--no-browser"], env=env, stdout=subprocess.PIPE, text=True
    )
    try:
        assert running.stdout
        link = next(m.group() for line in running.stdout if (m := re.search(r"http://\S+", line)))
        linked = time.perf_counter() - begun
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with browser.open(link) as page:
            assert b"<main" in page.read()
        paged = time.perf_counter() - begun
        fields = Path(f"/proc/{running.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return linked, paged, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    finally:
        running.terminate()
        running.wait()


def imports() -> float:
    """Processor seconds to import the door and nothing else."""
    code = "import time; import allegata.web.serving; print(time.process_time())"
    return float(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("casebook", nargs="?", type=Path)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    rows = []
    for number in range(given.times):
        with tempfile.TemporaryDirectory() as temporary:
            base = Path(temporary)
            casebook = base / "casebook"
            if given.casebook:
                shutil.copytree(given.casebook, casebook)
            rows.append(once(casebook, base))
        print(
            f"{number + 1}: link {rows[-1][0]:.2f} s, page {rows[-1][1]:.2f} s, processor {rows[-1][2]:.2f} s"
        )
    best = min(rows, key=lambda row: row[1])
    print(
        f"best: link {best[0]:.2f} s, page {best[1]:.2f} s, processor {best[2]:.2f} s; imports {imports():.2f} s"
    )


if __name__ == "__main__":
    main()
