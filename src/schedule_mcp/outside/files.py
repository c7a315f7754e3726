"""Files of the data directory: for their owner only, and never through a link that somebody has laid there."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def private_file(path: Path) -> Path:
    """The path of a file that only its owner reads, made where it is missing.

    Raises:
        OSError: the path is a link or no file, or it cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        about = path.lstat()
    except FileNotFoundError:
        flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        os.close(os.open(path, flags, 0o600))
        return path
    if not stat.S_ISREG(about.st_mode):
        raise OSError(f"{path.name} is a link or no file, and is not followed")
    if os.name == "posix" and about.st_mode & _OTHERS and about.st_uid == os.geteuid():
        path.chmod(0o600)
    return path
