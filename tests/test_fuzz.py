"""Every reader, given a file of its kind in which bytes were changed, put in, taken out or doubled: it says so, or reads."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signing import certificate_of
from test_forged import signed

from cica_procedure import Conference, ProcedureError, load, verify
from cica_procedure.conformance.chronology import read_chronology
from cica_procedure.conformance.word_meanings import read_meanings
from cica_procedure.loading.loader import SHIPPED
from cica_procedure.record.certificate import check_certificate
from cica_procedure.record.heads import is_head, read_note
from cica_procedure.record.keys import make_key, read_key, read_public
from cica_procedure.record.notes import act_note
from cica_procedure.scenario import read_scenario

INPUTS = int(os.environ.get("CICA_TEST_INPUTS", "40"))
"""How many files each reader is given; 10,000 for each take a quarter of an hour."""

ROOT = Path(__file__).parent.parent
CHRONOLOGY = Path(str(SHIPPED.parent / "chronologies"))


@cache
def papers() -> dict[str, bytes]:
    """Return a file of each kind that is made by the program."""
    path, _, note = signed()
    with Conference.open(path, to_read=True) as cica:
        draft = cica.draft("keys-IND", "exchange", by="India", details={"key": "0" * 64})
    with TemporaryDirectory() as folder:
        make_key(Path(folder, "key"))
        private, public = (Path(folder, name).read_bytes() for name in ("key", "key.pub"))
    certificate = certificate_of(path)
    made = {"certificate": certificate, "head": note, "act": draft}
    return {
        **{name: text.encode() for name, text in made.items()},
        "key": private,
        "public": public,
        "record": path.read_bytes(),
    }


def rulebook(path: Path) -> object:
    """Read a procedure within its rulebook."""
    with TemporaryDirectory() as folder:
        shutil.copytree(SHIPPED / "circle", folder, dirs_exist_ok=True)
        place = next(Path(folder).glob("procedures/*.toml"))
        shutil.copy(path, place)
        return load(folder)


def record(path: Path) -> object:
    """Open a record, show it, and verify it."""
    with Conference.open(path, to_read=True) as cica:
        cica.docket()
    return verify(path)


def bytes_of(path: Path) -> Callable[[], bytes]:
    """Return the reader of a file."""
    return path.read_bytes


READERS: dict[str, tuple[Callable[[], bytes], Callable[[Path], object]]] = {
    "scenario": (bytes_of(ROOT / "scenarios" / "osce-silence.toml"), read_scenario),
    "rulebook": (bytes_of(next((SHIPPED / "circle").glob("procedures/*.toml"))), rulebook),
    "chronology": (
        bytes_of(CHRONOLOGY / "cica.yaml"),
        lambda path: read_chronology(path, read_meanings(CHRONOLOGY / "cica.toml")),
    ),
    "meanings": (bytes_of(CHRONOLOGY / "cica.toml"), read_meanings),
    "record": (lambda: papers()["record"], record),
    "act": (lambda: papers()["act"], lambda path: act_note(read_note(path))),
    "head": (lambda: papers()["head"], lambda path: is_head(read_note(path))),
    "certificate": (
        lambda: papers()["certificate"],
        lambda path: check_certificate("c", read_note(path)),
    ),
    "key": (lambda: papers()["key"], read_key),
    "public": (lambda: papers()["public"], read_public),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
@settings(max_examples=INPUTS)
@given(data=st.data())
def test_a_file_that_is_spoilt(name: str, data: st.DataObject) -> None:
    """It is read, or refused with an error of the house; nothing else is raised."""
    whole, read = READERS[name]
    content = bytearray(whole())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(content) - 1)))
        piece = data.draw(
            st.binary(max_size=6) | st.sampled_from([b"\xff\xfe", b"[", b'"""', b"\x00", b"9" * 40, b"- "])
        )
        match data.draw(st.sampled_from(["change", "insert", "cut", "double", "end"])):
            case "change":
                content[at : at + len(piece)] = piece
            case "insert":
                content[at:at] = piece
            case "cut":
                del content[at : at + data.draw(st.integers(1, 200))]
            case "double":
                content[at:at] = content[at : at + data.draw(st.integers(1, 200))]
            case _:
                del content[at:]
    with TemporaryDirectory() as folder:
        path = Path(folder, "spoilt")
        path.write_bytes(content)
        try:
            read(path)
        except ProcedureError as error:
            assert str(error)
