"""Every phrase on every backend: exact, or refused with a reason; never something else."""

from __future__ import annotations

from tests.fidelity import PAGE, outcomes, page, phrases


def test_no_accepted_phrase_runs_otherwise_on_any_backend() -> None:
    """After a wanted change: python -m tests.fidelity --write"""
    found = outcomes()
    wrong = [
        (title, row["text"], result.wrong)
        for title, results in found.items()
        for row, result in zip(phrases(), results, strict=True)
        if result.wrong or not (result.objects or result.reason)
    ]
    assert wrong == []
    assert PAGE.read_text(encoding="utf-8") == page(found)
