"""
Read a file that somebody has named: at once, once, and no more than its kind may have.

A pipe, a device or a folder is not waited for; a file without an end is not read to it.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cica_procedure.errors import Fault, Inaccessible

_HOW = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


MAX_SOURCE = 4_000_000
"""The largest file that a person writes, in bytes; the whole CICA rulebook has about a hundred kilobytes."""


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
        with open(os.open(path, _HOW), "rb") as file:
            found = os.fstat(file.fileno())
            if stat.S_ISDIR(found.st_mode):
                raise Inaccessible(path, "is a directory; give the name of a file")
            if not stat.S_ISREG(found.st_mode):
                raise Inaccessible(path, "is a pipe or a device; give the name of a file")
            if found.st_size > most:
                raise Inaccessible(path, f"has {found.st_size:,} bytes; at most {most:,} are read")
            # What has no size is not waited for: it is empty, or the system makes it up without end.
            return file.read(most) if found.st_size else b""
    except OSError as error:
        raise Inaccessible(path, f"{error.strerror or error}; check the name and the permissions") from error
    except ValueError as error:
        raise Inaccessible(path, f"{error}; check the name") from error


def read_source(path: Path, place: str) -> bytes | Fault:
    """
    Return the content of a file that a person writes, or the fault that it is larger than `MAX_SOURCE`.

    Args:
        path: the file.

        place: how the fault names it.

    Raises:
        Inaccessible: when it cannot be read, or is no regular file.
    """
    try:
        size = path.stat().st_size if path.is_file() else 0
    except (OSError, RuntimeError, ValueError):
        size = 0  # `read_given` tells why.
    if size > MAX_SOURCE:
        return Fault(place, f"has {size:,} bytes", f"at most {MAX_SOURCE:,} are read")
    return read_given(path, MAX_SOURCE)
