"""Every phrase on every backend: exact, or refused with a reason; never something else."""

from __future__ import annotations

import pytest

from tests.fidelity import BACKENDS, PAGE, counts_row, outcomes_on, phrases, reasons_row


@pytest.mark.parametrize("title", BACKENDS)
def test_no_accepted_phrase_runs_otherwise(title: str) -> None:
    """After a wanted change of what is accepted: python -m tests.fidelity --write"""
    results = outcomes_on(title)
    wrong = [
        (row["text"], result.wrong)
        for row, result in zip(phrases(), results, strict=True)
        if result.wrong or not (result.objects or result.reason)
    ]
    assert wrong == []
    page = PAGE.read_text(encoding="utf-8").splitlines()
    assert counts_row(title, results) in page
    assert reasons_row(title, results) in page
