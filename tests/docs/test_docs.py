"""The documentation is whole: every verb, option, exit code, comparison, dependency and data file is told of."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest
import typer

from allegata.cli.exits import Exit
from allegata.cli.main import app
from allegata.linking import compare

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    [
        *DOCS.glob("*.md"),
        *(DOCS / "decisions").glob("*.md"),
        *ROOT.glob("*.md"),
        *(ROOT / "examples").glob("*.md"),
    ]
)
GROUP = typer.main.get_command(app)


def verbs() -> list[tuple[str, object]]:
    found = []
    for name, command in GROUP.commands.items():  # type: ignore[attr-defined]
        found += [(name, sub) for sub in getattr(command, "commands", {"": command}).values()]
    return found


@pytest.mark.parametrize(("name", "command"), verbs(), ids=[name for name, _ in verbs()])
def test_every_verb_has_a_page_with_all_its_options(name: str, command: object) -> None:
    page = DOCS / f"{name}.md"
    assert page.is_file(), f"docs/{name}.md is missing"
    text = page.read_text()
    for parameter in command.params:  # type: ignore[attr-defined]
        if parameter.name == "help":
            continue
        if parameter.param_type_name == "argument":
            told = (parameter.metavar or parameter.name).strip("[]").upper()
            assert told in text, f"docs/{name}.md does not tell of {told}"
        else:
            for option in parameter.opts:
                assert f"`{option}`" in text, f"docs/{name}.md does not tell of {option}"


def test_every_exit_code_is_told() -> None:
    text = (DOCS / "exit-codes.md").read_text()
    for code in Exit:
        assert re.search(rf"\| {code.value} \| `{code.name}` \|", text), code


def test_every_comparison_is_in_the_method() -> None:
    spec = importlib.util.spec_from_file_location("method_table", ROOT / "scripts" / "method_table.py")
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    text = (DOCS / "method.md").read_text()
    assert script.written(text) == text, "run python scripts/method_table.py"
    for number in (compare.SAME, compare.RELATED, compare.WEAK_CAP):
        assert str(number) in text


def test_every_dependency_is_told_with_its_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    text = (DOCS / "dependencies.md").read_text()
    wanted = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *(d for extra in project["project"]["optional-dependencies"].values() for d in extra),
    ]
    for requirement in wanted:
        name = re.split(r"[\[<>=!~ ]", requirement)[0]
        if name == "allegata":  # the extra that asks for all the others
            continue
        assert f"`{name}`" in text, f"docs/dependencies.md does not tell of {name}"


def test_every_data_file_is_told() -> None:
    text = (DOCS / "knowledge.md").read_text()
    for file in (ROOT / "src" / "allegata" / "knowledge" / "data").iterdir():
        if file.suffix in {".toml", ".xz"}:
            assert f"`{file.name}`" in text, f"docs/knowledge.md does not tell of {file.name}"


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_inside_the_repository_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        path, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {link}"
        if anchor:
            text = target.read_text()
            heads = {
                re.sub(r"[^\w\- ]", "", h).strip().lower().replace(" ", "-")
                for h in re.findall(r"^#+ (.+)$", text, re.M)
            }
            assert anchor in heads or f'id="{anchor}"' in text, f"{page.name}: {link}"


def test_the_lock_files_name_no_registry_and_hash_everything() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text and "index-url" not in text
        for block in re.split(r"\n(?=[a-z0-9])", text.split("\n", 2)[2]):
            assert "--hash=sha256:" in block, block[:60]


def test_the_lock_file_holds_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    text = (ROOT / "requirements.lock").read_text()
    for requirement in project["project"]["dependencies"]:
        name = re.split(r"[\[<>=!~ ]", requirement)[0]
        assert re.search(rf"^{re.escape(name)}==", text, re.M), f"run scripts/lock: {name} is not locked"


def test_the_example_table_names_every_report() -> None:
    text = (ROOT / "examples" / "README.md").read_text()
    for report in (ROOT / "examples" / "reports").iterdir():
        assert report.name in text, report.name
