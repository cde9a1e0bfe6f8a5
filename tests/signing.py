"""What the tests of cosigned heads and of certificates share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cica_procedure import Record
from cica_procedure.record.certificate import certify
from cica_procedure.record.heads import KnownKey, cosign
from cica_procedure.record.keys import read_key, read_public

NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)


def publics(keys: dict[str, Path]) -> dict[str, str]:
    """Return the public keys by name."""
    return {who: read_public(Path(f"{file}.pub")) for who, file in keys.items()}


def known(keys: dict[str, Path]) -> list[KnownKey]:
    """Return the keys as those that are known."""
    return [KnownKey(who, public) for who, public in publics(keys).items()]


def sign_all(path: Path, keys: dict[str, Path]) -> None:
    """Have everybody cosign the head."""
    for who, file in keys.items():
        cosign(path, read_key(file), who, NOW)


def certificate_of(path: Path, n: int = 0) -> str:
    """Return the certificate of the paper, or the receipt of an entry."""
    record = Record.open(path)
    try:
        return certify(record, "paper", n)
    finally:
        record.close()


def header_of(path: Path) -> Any:
    """Return what the record says of itself."""
    record = Record.open(path, to_read=True)
    record.close()
    return record.header
