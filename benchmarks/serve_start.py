"""From the command to the first page: `allegata serve` on a fresh casebook, and what of it is imports.

    python benchmarks/serve_start.py [CASEBOOK] [--times 5]

Without a casebook, one that is not there yet: a newcomer's first command. Prints seconds by the clock until the
link is printed and until the first page is answered, and the processor seconds of the server until then, apart for
imports, for opening and for the first answer: on a busy machine the clock says little.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

CALL = [sys.executable, "-c", "from allegata.cli.main import main; main()", "serve"]


def used(pid: int) -> float:
    """Processor seconds of a process until now, without those of its children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def once(casebook: Path, base: Path) -> tuple[float, float, float, float]:
    """Seconds until the link and until the page, and processor seconds of the server until each."""
    env = dict(os.environ, ALLEGATA_OFFICE=str(base / "office"), ALLEGATA_KEYS=str(base / "keys"))
    begun = time.perf_counter()
    running = subprocess.Popen(
        [*CALL, str(casebook), "--port", "0", "--no-browser"], env=env, stdout=subprocess.PIPE, text=True
    )
    try:
        assert running.stdout
        link = next(m.group() for line in running.stdout if (m := re.search(r"http://\S+", line)))
        linked, worked = time.perf_counter() - begun, used(running.pid)
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with browser.open(link) as page:
            assert b"<main" in page.read()
        return linked, time.perf_counter() - begun, worked, used(running.pid)
    finally:
        running.terminate()
        running.wait()


def imports() -> float:
    """Processor seconds to import the door and nothing else, as the command does it."""
    code = "import gc, time; gc.disable(); import allegata.web.serving; print(time.process_time())"
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
            rows.append((*once(casebook, base), imports()))
        told(f"{number + 1}", rows[-1])
    told("middle", tuple(statistics.median(row[at] for row in rows) for at in range(5)))
    print("load: " + ", ".join(f"{load:.1f}" for load in os.getloadavg()))


def told(name: str, row: tuple[float, ...]) -> None:
    linked, paged, worked, answered, loaded = row
    print(
        f"{name}: link {linked:.2f} s, page {paged:.2f} s; processor {answered:.2f} s: imports {loaded:.2f}, "
        f"open {max(0.0, worked - loaded):.2f}, first answer {answered - worked:.2f}"
    )


if __name__ == "__main__":
    main()
