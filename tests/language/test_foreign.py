"""A text in a language that is not read is told so, with those that are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language import read

NOW = datetime(2027, 3, 3, 9, 15, tzinfo=UTC)
FOREIGN = [
    "varje dag kl 9",
    "каждый день в 9 утра",
    "매일 오전 9시",
    "her gün saat 9'da",
    "setiap hari jam 9",
    "hver dag klokken 9",
    "mỗi ngày lúc 9 giờ",
    "minden nap 9-kor",
    "joka päivä klo 9",
    "în fiecare zi la ora 9",
    "κάθε μέρα στις 9",
    "كل يوم الساعة 9",
    "हर दिन सुबह 9 बजे",
    "ทุกวันเวลา 9 โมง",
    "kila siku saa 9",
]
READ_BUT_UNCLEAR = [
    "remind mum about the zoo at 9",
    "take the bins out every tuesday at 9am",
    "chaque jour à 9h pour le rapport",
    "every blorp at 9",
    "jeden Quatsch um 9 Uhr",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_a_text_in_a_language_that_is_not_read_is_told_so(text: str) -> None:
    with pytest.raises(UnreadableText, match="language that is not read") as refused:
        read(text, now=NOW, timezone="UTC")
    assert "English" in str(refused.value)


@pytest.mark.parametrize("text", READ_BUT_UNCLEAR)
def test_a_word_that_is_not_understood_in_a_language_that_is_read_is_named(text: str) -> None:
    with pytest.raises(UnreadableText, match="was not understood"):
        read(text, now=NOW, timezone="UTC")
