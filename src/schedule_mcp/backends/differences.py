"""What an engine does otherwise than the schedule says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """What a backend's engine does otherwise than the schedule says, on one date.

    `kind` is the name that `accept` takes ("dst_gap", "dst_overlap", "utc_drift", "engine_may_skip",
    "engine_may_shift"); `ours` and `theirs` say in words or ISO times what each side does.
    """

    kind: str
    date: str
    ours: str
    theirs: str

    def to_json(self) -> dict[str, str]:
        return {"kind": self.kind, "date": self.date, "ours": self.ours, "theirs": self.theirs}
