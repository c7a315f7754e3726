"""The documents for people who change this: what they name exists, what they call is what the tests call."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.__main__ import STEPS

TOP = Path(__file__).parents[1]
PAGES = {
    path.relative_to(TOP).as_posix(): path.read_text(encoding="utf-8")
    for path in [*TOP.glob("*.md"), *(TOP / "docs").glob("*.md"), *(TOP / "examples").glob("*.md")]
}
CONTRIBUTING = PAGES["CONTRIBUTING.md"]

ALLOWED = {
    *("src", "tests", "docs", "examples", "prompts", "tools"),
    *("README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE"),
    *("pyproject.toml", "mkdocs.yml", "shelf", ".gitignore", ".ci", ".github", ".pre-commit-config.yaml"),
}
"""What lies at the top."""


def git(*arguments: str) -> str:
    """What git says; the test is skipped where this is no clone of it."""
    if shutil.which("git") is None or not (TOP / ".git").exists():
        pytest.skip("no clone")
    return subprocess.run(["git", *arguments], cwd=TOP, capture_output=True, text=True, check=True).stdout


def links(page: str) -> list[str]:
    """Where a page leads within the tree, from the top, with its anchor."""
    found = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", PAGES[page], flags=re.DOTALL))
    targets = [target for target in found if not re.match(r"[a-z]+:", target)]
    return [
        (TOP / page).parent.joinpath(target).resolve().relative_to(TOP).as_posix()
        if not target.startswith("#")
        else f"{page}{target}"
        for target in targets
    ]


def anchors(page: str) -> set[str]:
    """The headings of a page as forges spell them in addresses."""
    heads = re.findall(r"^#+ (.+)$", PAGES[page], re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", sorted(PAGES))
def test_links_lead_to_a_page_and_its_heading(page: str) -> None:
    for link in links(page):
        target, _, anchor = link.partition("#")
        assert (TOP / target).exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_reached_from_the_readme_and_from_the_site() -> None:
    pages = {page for page in PAGES if page.startswith("docs/")}
    for start in ("README.md", "docs/index.md"):
        seen, waiting = set(), [start]
        while waiting:
            page = waiting.pop()
            seen.add(page)
            waiting += [
                link for link in (part.partition("#")[0] for part in links(page)) if link in PAGES.keys() - seen
            ]
        assert pages - seen <= {"docs/index.md"}, start


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert not re.search(r'<(script|link|img)[^>]*(src|href)="https?:', page)


@pytest.mark.parametrize("subject", re.findall(r'\*"(.+?)"\*', CONTRIBUTING, re.DOTALL))
def test_a_commit_that_contributing_shows_is_in_the_history(subject: str) -> None:
    if git("rev-parse", "--is-shallow-repository").strip() == "true":
        pytest.skip("a shallow clone")
    assert " ".join(subject.split()) in git("log", "--format=%s").splitlines()


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "SECURITY.md"])
def test_files_that_are_named_exist(page: str) -> None:
    """A path is from the top, from the package, or beside the path before it in its row."""
    for line in PAGES[page].splitlines():
        named = re.findall(r"`([\w./]+(?:\.(?:py|md|toml|json)|/))`", line)
        places = [TOP, TOP / "src" / "schedule_mcp", *((TOP / name).parent for name in named)]
        for name in named:
            assert name == "schedule-mcp.toml" or any((place / name).exists() for place in places), name


def test_hooks_before_a_commit_are_steps_of_the_whole_run() -> None:
    text = (TOP / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"entry: python (.+)", text)
    assert entries == [*(" ".join(step) for step in STEPS[:3]), "-m tests"]
    assert re.findall(r"repo: (.+)", text) == ["local"]


def test_the_forge_runs_the_same_file_as_a_clean_clone() -> None:
    text = (TOP / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    assert re.findall(r"run: (.+)", text) == ["sh .ci/run"]


def test_little_lies_at_the_top() -> None:
    assert {name.split("/")[0] for name in git("ls-files").splitlines()} <= ALLOWED


def test_no_place_of_a_machine_or_registry_is_in_the_tree() -> None:
    places = r"/hom[e]/[a-z]+/|/User[s]/[A-Za-z]+/|/roo[t]/|pyp[i]\.org|file[s]\.pythonhosted|registr[y]\.npmjs"
    for name in git("ls-files", "*.py", "*.md", "*.toml", "*.yml", "*.yaml", "*.json", ".ci/*").splitlines():
        if name != Path(__file__).relative_to(TOP).as_posix():
            found = re.search(places, (TOP / name).read_text(encoding="utf-8"))
            assert found is None, f"{name}: {found}"
