"""Grammar and composition are functions over one value, in modules that import one way."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

LANGUAGE = Path(__file__).parents[2] / "src" / "schedule_mcp" / "language"
PACKAGES = ("grammar", "compose")
KNOT = "recursion.py"
"""The only module that looks a name up when it is called."""


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((LANGUAGE / package).rglob("*.py"))]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    parts = path.relative_to(LANGUAGE.parents[1]).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(nodes: list[ast.stmt]) -> set[str]:
    return {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}


def test_modules_import_one_way() -> None:
    known = {name(path) for path in modules()}
    graph = {name(path): imported(tree(path).body) & known for path in modules()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(known)


@pytest.mark.parametrize("path", modules(), ids=name)
def test_what_is_looked_up_late_is_named_in_one_place(path: Path) -> None:
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
    late = [node for function in functions for node in ast.walk(function) if isinstance(node, ast.ImportFrom)]
    assert not late or path.name == KNOT


@pytest.mark.parametrize("path", modules(), ids=name)
def test_no_class_inherits_from_a_class_of_its_own_package(path: Path) -> None:
    """Values may share a base type; readers and composers are functions."""
    if path.name == "items.py":
        return
    bases = [
        ast.unparse(base) for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef) for base in node.bases
    ]
    assert set(bases) <= {"NamedTuple", "Enum", "StrEnum"}


GRAMMAR = sorted((LANGUAGE / "grammar").rglob("*.py"))


@pytest.mark.parametrize("path", GRAMMAR, ids=name)
def test_the_grammar_asks_for_no_language(path: Path) -> None:
    asked = [node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)]
    assert "code" not in asked


def words(node: ast.AST) -> list[str]:
    """The words that a comparison or a call is about; signs are the same in every language."""
    texts = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [text for text in texts if any(letter.isalpha() for letter in text)]


def is_about_text(node: ast.AST) -> bool:
    return any(isinstance(n, ast.Attribute) and n.attr == "text" for n in ast.walk(node))


@pytest.mark.parametrize("path", GRAMMAR, ids=name)
def test_the_grammar_asks_for_no_word(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Compare) and any(is_about_text(side) for side in (node.left, *node.comparators)):
            assert not words(node), ast.unparse(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asks = node.func.attr in ("startswith", "endswith") and is_about_text(node.func.value)
            assert not asks or not words(node), ast.unparse(node)


@pytest.mark.parametrize("path", modules(), ids=name)
def test_signatures_name_their_types(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            hints = [a.annotation for a in (*node.args.args, *node.args.kwonlyargs, node.args.vararg) if a]
            for hint in (*hints, node.returns):
                used = {n.id for n in ast.walk(hint) if isinstance(n, ast.Name)} if hint else set()
                assert "Any" not in used, node.name
