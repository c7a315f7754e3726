"""Files of the data directory: for their owner only, and never through a link that somebody has laid there."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def private_file(path: Path) -> Path:
    """The path of a file that only its owner reads, made where it is missing, in a folder of the same kind.

    SQLite gives the files beside a database its permissions. A file that is there is not opened here: closing it would
    give up the locks that SQLite holds on it in this process.

    Raises:
        OSError: the path is a link or no file, or it cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode):
            raise OSError(f"{path.name} is a link or no file, and is not followed") from None
        if os.name == "posix" and about.st_mode & _OTHERS and about.st_uid == os.geteuid():
            path.chmod(0o600)
    return path
