"""Twenty people at the web application while a job reads: how long each kind of page takes.

    python benchmarks/web_load.py CASEBOOK [--users 20] [--requests 40] [--think 1 3] [--reading FOLDER]

Starts `allegata serve` on the casebook, on this machine only, and asks for pages of five kinds by turns: the
list, the list chosen by facets, a search, an incident, a text. `--requests` is for each person. Once without a
pause between two pages, which asks how much the server can do, and once with a pause of `--think` seconds, which
is how people read. `--reading FOLDER`: meanwhile the server's own worker reads the files of a folder again and
again, in a second casebook that is served beside.
"""

import argparse
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from allegata.actions.casebook import opened
from allegata.actions.listing import listing
from allegata.model.listing import Selection
from allegata.store.tables import ITEMS

WORDS = (
    "prosecutors",
    "village",
    "captured soldiers",
    '"prisoners of war"',
    "shell*",
    "ministry river",
    "report",
)
PARTIES = ("state:RU", "state:UA", "state:AZ", "not_stated")


@dataclass
class Site:
    """A served casebook: where, the cookie of the one who asks, and the casebook that is read meanwhile."""

    port: int
    cookie: str
    casebook: str
    beside: str
    token: str


@dataclass
class Taken:
    """Seconds and bytes of the pages of one kind."""

    seconds: list[float] = field(default_factory=list)
    octets: list[int] = field(default_factory=list)


@contextmanager
def served(casebook: Path, beside: Path | None, office: Path) -> Iterator[Site]:
    books = [str(casebook), *([str(beside)] if beside else [])]
    command = [sys.executable, "-m", "allegata", "serve", *books, "--port", "0", "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(office))
    assert process.stdout is not None
    try:
        link = next(
            found for line in process.stdout if (found := re.search(r"http://127\.0\.0\.1:(\d+)(\S+)", line))
        )
        port, path = int(link.group(1)), link.group(2)
        waited(port)
        answer, _ = asked(port, path, "")
        cookie = "; ".join(value.split(";")[0] for value in answer.headers.get_all("set-cookie") or ())
        _, body = asked(port, "/api/v1/casebooks", cookie)
        ids = {one["name"]: one["id"] for one in json.loads(body)}
        answer, body = asked(port, "/help/start", cookie)
        given = [value.split(";")[0] for value in answer.headers.get_all("set-cookie") or ()]
        cookie = "; ".join([cookie, *given])
        token = re.search(r'name="_csrf_token" value="([^"]+)"', body.decode())
        assert token, "no form on the page"
        yield Site(port, cookie, ids[casebook.name], ids[beside.name] if beside else "", token.group(1))
    finally:
        process.terminate()
        process.wait(20)


def waited(port: int) -> None:
    """The link is printed a moment before somebody answers."""
    until = time.monotonic() + 60
    while True:
        try:
            asked(port, "/", "")
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def environment(office: Path) -> dict[str, str]:

    return {**os.environ, "ALLEGATA_OFFICE": str(office)}


def asked(
    port: int, path: str, cookie: str, form: bytes | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"cookie": cookie, "accept": "text/html"}
    if form is not None:
        headers |= {"content-type": "application/x-www-form-urlencoded", "origin": f"http://127.0.0.1:{port}"}
    connection.request("GET" if form is None else "POST", path, body=form, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def pages(casebook: Path) -> dict[str, list[str]]:
    """The addresses to ask for, by kind; the largest incidents among them."""
    with opened(casebook) as book:
        total = listing(book, Selection()).total
        incidents = [
            row.incident.id for n in (1, max(1, total // 50)) for row in listing(book, Selection(page=n)).rows
        ]
        rows = list(book.index.rows(select(ITEMS.c.id).order_by(ITEMS.c.id).limit(400)))
    return {
        "list": ["incidents", *(f"incidents?page={n}" for n in range(2, max(3, min(30, total // 25))))],
        "facets": [
            f"incidents?accused={party}&order={order}"
            for party in PARTIES
            for order in ("newest", "event", "oldest")
        ]
        + [f"incidents?since=202{n}-01-01&until=202{n}-12-31&place=iso:UA" for n in range(1, 5)],
        "search": [f"incidents?q={word.replace(' ', '+').replace(chr(34), '%22')}" for word in WORDS],
        "incident": [f"incidents/{id}" for id in incidents],
        "text": [f"texts/{row.id[:20]}" for row in rows],
    }


def person(
    site: Site,
    kinds: dict[str, list[str]],
    number: int,
    requests: int,
    think: Sequence[float],
    out: dict[str, Taken],
    lock: threading.Lock,
) -> None:
    chance = random.Random(number)
    names = list(kinds)
    for n in range(requests):
        kind = names[(n + number) % len(names)]
        if think:
            time.sleep(chance.uniform(*think))
        begun = time.perf_counter()
        answer, body = asked(site.port, f"/c/{site.casebook}/{chance.choice(kinds[kind])}", site.cookie)
        seconds = time.perf_counter() - begun
        assert answer.status == 200, (kind, answer.status, body[:300])
        with lock:
            out[kind].seconds.append(seconds)
            out[kind].octets.append(len(body))


def load(site: Site, kinds: dict[str, list[str]], users: int, requests: int, think: Sequence[float]) -> None:
    out, lock = {kind: Taken() for kind in kinds}, threading.Lock()
    begun = time.perf_counter()
    people = [
        threading.Thread(target=person, args=(site, kinds, n, requests, think, out, lock))
        for n in range(users)
    ]
    for one in people:
        one.start()
    for one in people:
        one.join()
    seconds = time.perf_counter() - begun
    pause = f"pauses of {think[0]:g} to {think[1]:g} s" if think else "no pause"
    print(f"\n{users} people, {requests} pages each, {pause}: {users * requests / seconds:.1f} pages/s")
    print(f"{'page':10} {'n':>5} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'largest kB':>11}")
    every = Taken(
        [s for one in out.values() for s in one.seconds], [o for one in out.values() for o in one.octets]
    )
    for kind, taken in [*out.items(), ("all", every)]:
        parts = statistics.quantiles(taken.seconds, n=100, method="inclusive")
        print(
            f"{kind:10} {len(taken.seconds):5} {parts[49] * 1e3:8.0f} {parts[94] * 1e3:8.0f} {parts[98] * 1e3:8.0f} "
            f"{max(taken.octets) / 1e3:11.0f}"
        )


def first_page(site: Site) -> None:
    """The list with everything it loads: its bytes, once uncached."""
    _, body = asked(site.port, f"/c/{site.casebook}/incidents", site.cookie)
    files = sorted(set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', body.decode())))
    sizes = {file.rsplit("/", 1)[1]: len(asked(site.port, file, site.cookie)[1]) for file in files}
    whole = (len(body) + sum(sizes.values())) / 1e3
    print(
        f"first page {whole:.0f} kB: HTML {len(body) / 1e3:.0f}, "
        + ", ".join(f"{k} {v / 1e3:.0f}" for k, v in sizes.items())
    )


@contextmanager
def reading(site: Site) -> Iterator[None]:
    """The worker of the second casebook reads it again and again for as long as the load lasts."""
    if not site.beside:
        yield
        return
    over = threading.Event()
    texts: dict[str, int] = {}  # by job: the list of work holds the newest only
    refused: list[int] = []

    def again() -> None:
        while not over.is_set():
            form = {"_csrf_token": site.token, "kind": "read", "again": "1"}
            body = urllib.parse.urlencode(form).encode()
            answer, _ = asked(site.port, f"/c/{site.beside}/work", site.cookie, body)
            if answer.status != 303:
                refused.append(answer.status)
            over.wait(1)
            texts.update(texts_read(site))

    asking = threading.Thread(target=again)
    asking.start()
    begun = time.monotonic()
    try:
        yield
    finally:
        over.set()
        asking.join()
        assert not refused, f"the worker was not asked to read: {refused}"
        rate = sum(texts.values()) / (time.monotonic() - begun)
        print(f"\nmeanwhile the worker read {rate:.1f} texts a second")


def texts_read(site: Site) -> dict[str, int]:
    """Finished readings of the second casebook: job → how many texts it read."""
    _, body = asked(site.port, f"/api/v1/c/{site.beside}/work", site.cookie)
    done = [job for job in json.loads(body) if job["kind"] == "read" and job["state"] == "done"]
    return {job["id"]: json.loads(job["result"])["read"] for job in done}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("casebook", type=Path)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--think", type=float, nargs=2, default=(1.0, 3.0))
    parser.add_argument("--reading", type=Path)
    given = parser.parse_args()
    kinds = pages(given.casebook)
    with TemporaryDirectory() as folder:
        beside = Path(folder) / "beside" if given.reading else None
        if beside:
            command = [sys.executable, "-m", "allegata", "run", str(given.reading), "--casebook", str(beside)]
            ended = subprocess.run(command, check=False, capture_output=True, text=True)
            assert ended.returncode in (0, 3), ended.stderr  # 3: one of them is not readable
        with served(given.casebook, beside, Path(folder) / "office") as site:
            first_page(site)
            with reading(site):
                load(site, kinds, 1, len(kinds) * 4, ())
                load(site, kinds, given.users, given.requests, ())
                load(site, kinds, given.users, given.requests, given.think)


if __name__ == "__main__":
    main()
