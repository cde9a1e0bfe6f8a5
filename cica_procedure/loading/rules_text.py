"""The files of a rulebook as they are written: what a record keeps, so that it needs no folder to be judged by."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from attrs import field, frozen

from cica_procedure.errors import Fault, Inaccessible, InvalidRulebook
from cica_procedure.reading import read_source

MAX_FILES = 1_000
"""The largest number of files and folders in the folder of a rulebook."""


@frozen
class RulesText:
    """
    The files of a rulebook.

    Attributes:
        name: the name of the folder.

        files: the content of each file by its path in the folder, with ``/`` between its parts.

        manifest: what ``sha256sum`` prints over the files, sorted by path: a line with digest and path for each.

        digest: the SHA-256 of the manifest, in hexadecimal: whoever has it knows each file.
    """

    name: str
    files: Mapping[str, bytes] = field(repr=False)
    manifest: bytes = field(init=False, repr=False)
    digest: str = field(init=False)

    @manifest.default
    def _list_the_files(self) -> bytes:
        lines = (f"{sha256(self.files[path]).hexdigest()}  {path}\n" for path in sorted(self.files))
        return "".join(lines).encode()

    @digest.default
    def _seal_the_list(self) -> str:
        return sha256(self.manifest).hexdigest()


def read_folder(folder: Path) -> RulesText:
    """
    Read the files of a rulebook from a folder.

    Raises:
        InvalidRulebook: when a file is too large, or there are too many.

        Inaccessible: when a file or a folder cannot be read.
    """
    files: dict[str, bytes] = {}
    for path in _toml_files(folder):
        name = path.relative_to(folder).as_posix()
        content = read_source(path, f"{folder.name}/{name}")
        if isinstance(content, Fault):
            raise InvalidRulebook([content])
        files[name] = content
    return RulesText(folder.name, files)


def _toml_files(folder: Path) -> list[Path]:
    """Return the TOML files in a folder and the folders in it; a folder that cannot be read is an error."""

    def complain(error: OSError) -> None:
        raise Inaccessible(error.filename, f"{error.strerror or error}; check the permissions") from error

    found: list[Path] = []
    seen = 0
    for place, folders, names in os.walk(folder, onerror=complain):
        folders.sort()
        seen += len(folders) + len(names)
        found += [Path(place, name) for name in names if name.endswith(".toml")]
        if seen > MAX_FILES:
            raise InvalidRulebook(
                [Fault(str(folder), f"has more than {MAX_FILES:,} files", "name a rulebook's folder")]
            )
    return sorted(found)
