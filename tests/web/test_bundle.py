"""The scripts of the pages are what their sources make: built anew from the lock file, byte for byte the same."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BROWSER = ROOT / "browser"
ASSETS = ROOT / "src" / "allegata" / "web" / "assets"
BUILT = ("js", "leaflet", "land.json", "THIRD-PARTY.txt")


def files(folder: Path) -> dict[str, bytes]:
    """Every file that the build makes, by name."""
    paths = [
        p
        for name in BUILT
        for p in ([folder / name] if (folder / name).is_file() else (folder / name).rglob("*"))
    ]
    return {str(p.relative_to(folder)): p.read_bytes() for p in paths if p.is_file()}


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources with the packages of the lock file, away from the repository."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("left out: node and npm are not installed")
    folder = tmp_path_factory.mktemp("bundle") / "browser"
    shutil.copytree(BROWSER, folder, ignore=shutil.ignore_patterns("node_modules"))
    got = subprocess.run(
        ["npm", "ci", "--ignore-scripts"], cwd=folder, capture_output=True, text=True, check=False
    )
    if got.returncode and re.search(r"EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|network", got.stderr):
        pytest.skip("left out: the packages of browser/package-lock.json cannot be fetched here")
    assert got.returncode == 0, got.stderr
    return folder


def test_the_types_hold(workshop: Path) -> None:
    told = subprocess.run(
        ["npm", "run", "--silent", "check"], cwd=workshop, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_the_bundle_is_what_its_sources_make(workshop: Path, tmp_path: Path) -> None:
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=workshop, check=True)
    again, committed = files(tmp_path), files(ASSETS)
    assert sorted(again) == sorted(committed)
    different = [name for name in again if again[name] != committed[name]]
    assert not different, "built otherwise than committed; run `npm ci && npm run build` in browser/"


def test_every_source_has_its_script_and_no_other_is_there() -> None:
    sources = {p.stem for p in (BROWSER / "src").glob("*.ts")}
    assert {p.name for p in (ASSETS / "js").iterdir()} == {f"{name}.js" for name in sources}


def test_the_lock_names_no_registry() -> None:
    lock = (BROWSER / "package-lock.json").read_text()
    assert "resolved" not in lock
    assert "://" not in re.sub(r'"(funding|url)": .*', "", lock)


def test_every_package_has_a_hash_and_a_permissive_licence() -> None:
    packages = json.loads((BROWSER / "package-lock.json").read_text())["packages"]
    for name, said in packages.items():
        if name:
            assert said["integrity"].startswith("sha512-"), name
            assert said["license"] in {"MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"}, name


def test_what_is_shipped_names_its_terms() -> None:
    note = (ASSETS / "THIRD-PARTY.txt").read_text()
    for name in json.loads((BROWSER / "package.json").read_text())["dependencies"]:
        assert re.search(rf"^{name} \d", note, re.MULTILINE), name


def test_no_script_makes_code_and_no_style_asks_for_a_picture() -> None:
    for path in (ASSETS / "js").iterdir():
        assert not re.search(r"\bimport\(|\beval\(|new Function|sourceMappingURL", path.read_text()), (
            path.name
        )
    assert "url(" not in (ASSETS / "leaflet" / "leaflet.css").read_text()
