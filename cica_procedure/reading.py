"""
Read a file that somebody has named: at once, once, and no more than its kind may have.

A pipe, a device or a folder is not waited for; a file without an end is not read to it.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cica_procedure.errors import Inaccessible

_HOW = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def size_of(path: Path) -> int:
    """Return the size of a regular file, in bytes; 0 for anything else."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return 0  # Whoever reads it is told why.
    return found.st_size if stat.S_ISREG(found.st_mode) else 0


def read_given(path: Path, most: int) -> bytes:
    """
    Return the content of a regular file.

    Args:
        path: the file.

        most: how many bytes it may have.

    Raises:
        Inaccessible: when there is no such file, it is not a regular one, is larger, or cannot be read.
    """
    try:
        handle = os.open(path, _HOW)
        try:
            found = os.fstat(handle)
            if stat.S_ISDIR(found.st_mode):
                raise Inaccessible(path, "is a directory; give the name of a file")
            if not stat.S_ISREG(found.st_mode):
                raise Inaccessible(path, "is a pipe or a device; give the name of a file")
            if found.st_size > most:
                raise Inaccessible(path, f"has {found.st_size:,} bytes; at most {most:,} are read")
            # What has no size is not waited for: it is empty, or the system makes it up without end.
            return os.read(handle, most) if found.st_size else b""
        finally:
            os.close(handle)
    except OSError as error:
        raise Inaccessible(path, f"{error.strerror or error}; check the name and the permissions") from error
    except ValueError as error:
        raise Inaccessible(path, f"{error}; check the name") from error
