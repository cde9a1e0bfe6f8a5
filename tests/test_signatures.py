"""Cosigned heads: who has seen what, provable without a third party."""

from __future__ import annotations

import base64
import contextlib
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from command import cica
from hypothesis import given
from hypothesis import strategies as st
from signing import NOW, certificate_of, header_of, known, publics, sign_all

from cica_procedure import Conference, DamagedRecord, Inaccessible, InvalidAct, Record, ToldClock, verify
from cica_procedure.record import tree
from cica_procedure.record.certificate import check_certificate
from cica_procedure.record.heads import (
    Checkpoint,
    KnownKey,
    check_heads,
    cosign,
    goes_on,
    last_note,
    take_in,
)
from cica_procedure.record.keys import make_key, read_key, read_public
from cica_procedure.record.notes import HEAD, Line, key_id, vkey, with_lines

At = Callable[..., datetime]


@given(st.integers(1, 70), st.data())
def test_the_tree_is_that_of_the_standard(size: int, data: st.DataObject) -> None:
    """The root as RFC 6962, section 2.1, defines it; a proof leads to it from its own leaf, and from no other."""

    def root(leaves: list[bytes]) -> bytes:
        if len(leaves) == 1:
            return sha256(b"\x00" + leaves[0]).digest()
        half = 1 << (len(leaves) - 1).bit_length() - 1
        return sha256(b"\x01" + root(leaves[:half]) + root(leaves[half:])).digest()

    digests = [sha256(bytes([i])).digest() for i in range(size)]
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    assert tree.roots(digests, [size, 0]) == {size: root(digests), 0: sha256(b"").digest()}
    proof = tree.proof(digests, index)
    assert tree.root_of(digests[index], index, size, proof) == root(digests)
    for wrong in ((digests[other], index, size, proof), (digests[index], other, size, proof)):
        if other != index:
            with contextlib.suppress(ValueError):
                assert tree.root_of(*wrong) != root(digests)
    with pytest.raises(ValueError, match="too long"):
        tree.root_of(digests[index], index, size, [*proof, b""])


def test_a_private_key_is_private(keys: dict[str, Path]) -> None:
    """Only its owner can read it, and it is never written over."""
    assert stat.S_IMODE(keys["IND"].stat().st_mode) == 0o600
    with pytest.raises(Inaccessible, match="File exists"):
        make_key(keys["IND"])
    with pytest.raises(Inaccessible, match="cica keygen"):
        read_public(keys["IND"])


def test_several_cosign_the_same_head(adopted: Path, keys: dict[str, Path]) -> None:
    """Each line is true, for its signer, at its time, on this head of this record, and on nothing else."""
    sign_all(adopted, keys)
    found = check_heads(adopted, header_of(adopted), known(keys))
    assert {(each.actor, each.head.size, each.at) for each in found.counted} == {(who, 7, NOW) for who in keys}
    assert (found.aside, found.last) == (0, 7)
    stranger = {**publics(keys), "IND": publics(keys)["CHN"]}
    other = check_heads(adopted, header_of(adopted), [KnownKey(who, key) for who, key in stranger.items()])
    assert ({each.actor for each in other.counted}, other.aside) == ({"CHN", "chair"}, 1)
    assert check_heads(adopted, header_of(adopted), []).aside == 3


def test_a_head_and_its_line_are_those_of_the_standard(adopted: Path, keys: dict[str, Path]) -> None:
    """What c2sp.org/tlog-checkpoint and tlog-cosignature say, done with the standard library."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - an extra

    cosign(adopted, read_key(keys["IND"]), "IND", NOW)
    text, _, lines = last_note(adopted).rpartition("\n\n")
    first, size, root = text.split("\n")
    assert (first, size) == (f"cica-record/cica/{header_of(adopted).id}", "7")
    connection = sqlite3.connect(adopted)
    digests = [digest for (digest,) in connection.execute("SELECT digest FROM entries ORDER BY seq")]
    connection.close()
    assert base64.b64decode(root) == tree.roots(digests, [7])[7]
    dash, name, coded = lines.rstrip("\n").split(" ")
    data, public = base64.b64decode(coded), bytes.fromhex(publics(keys)["IND"])
    assert (dash, name, data[:4]) == ("—", "cica/IND", sha256(b"cica/IND\n\x04" + public).digest()[:4])
    seconds = int.from_bytes(data[4:12], "big")
    message = f"cosignature/v1\ntime {seconds}\n{text}\n".encode()
    Ed25519PublicKey.from_public_bytes(public).verify(data[12:], message)
    coded_key = base64.b64encode(b"\x04" + public).decode()
    assert vkey(name, HEAD, public.hex()) == f"cica/IND+{data[:4].hex()}+{coded_key}"


def test_lines_are_kept_like_entries(adopted: Path, keys: dict[str, Path]) -> None:
    """They are appended and never removed, and the record still verifies and goes on."""
    sign_all(adopted, keys)
    connection = sqlite3.connect(adopted)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("DELETE FROM notes")
    connection.close()

    assert verify(adopted).sound


@pytest.mark.slow
def test_from_the_command_line(adopted: Path, tmp_path: Path) -> None:
    """Make a key, cosign, verify, certify, verify that; and see it fail when the tail is cut off."""
    key = tmp_path / "india.key"
    assert cica("keygen", key).returncode == 0
    assert cica("sign", adopted, "--key", key, "--as", "Atlantis").returncode == 2
    assert cica("sign", adopted, "--key", key).returncode == 2
    done = cica("sign", adopted, "--key", key, "--as", "India", "--memory", tmp_path / "last.note")
    assert "IND has cosigned cica-record/cica/" in done.stdout
    verified = cica(
        "verify", adopted, "--signatures", "--key", f"IND={key}.pub", "--expect-note", tmp_path / "last.note"
    )
    assert (verified.returncode, verified.stdout.count("\n"), verified.stderr) == (0, 3, "")
    assert "IND cosigned entry 7 on" in verified.stdout
    assert cica("verify", adopted, "--signatures", "--key", f"Atlantis={key}.pub").returncode == 2
    paper = tmp_path / "paper.txt"
    paper.write_text(cica("certify", adopted, "paper").stdout, encoding="utf-8")
    done = cica("verify", "--certificate", paper, "--key", f"IND={key}.pub")
    assert done.returncode == 0
    assert f"{paper} is whole\n  cosigned by IND on" in done.stdout
    assert done.stdout == cica("verify", "--certificate", paper, "--key", f"India={key}.pub").stdout
    unmet = cica("verify", adopted, "--signatures", "--key", f"CHN={key}.pub")
    assert (unmet.returncode, "not proved: CHN has not cosigned it" in unmet.stderr) == (1, True)
    assert cica("verify", adopted, "--key", f"IND={key}.pub", "--cosigned-by", "1").returncode == 0
    few = cica("verify", adopted, "--key", f"IND={key}.pub", "--cosigned-by", "2")
    assert (few.returncode, "of those whose keys are known 1 have cosigned it, 2 are" in few.stderr) == (1, True)
    nobody = cica("verify", "--certificate", paper)
    assert (nobody.returncode, "nobody has cosigned it whose key is known" in nobody.stderr) == (1, True)
    paper.write_text(paper.read_text(encoding="utf-8").replace("reservation", "support"), encoding="utf-8")
    assert cica("verify", "--certificate", paper).returncode == 4


def test_a_tail_that_is_cut_off(
    adopted: Path, keys: dict[str, Path], tmp_path: Path, tamper: Callable[..., None]
) -> None:
    """Who has cosigned a head, or has kept one, finds that it is gone; nothing is signed then."""
    memory = tmp_path / "last.note"
    cosign(adopted, read_key(keys["IND"]), "IND", NOW, memory)
    kept = memory.read_bytes()
    tamper(adopted, "DELETE FROM entries WHERE seq = 7")
    with pytest.raises(DamagedRecord, match="IND cosigned a head it does not have, entry 7"):
        check_heads(adopted, header_of(adopted), known(keys))
    with pytest.raises(DamagedRecord, match="its tail is gone"):
        cosign(adopted, read_key(keys["IND"]), "IND", NOW, memory)
    assert memory.read_bytes() == kept
    unknown = cica("verify", adopted, "--signatures")
    assert (unknown.returncode, "not proved: nobody has cosigned it" in unknown.stderr) == (1, True)
    assert "by keys that are not known: 1" in unknown.stdout


def test_a_member_is_not_shown_two_records(adopted: Path, keys: dict[str, Path], tmp_path: Path, at: At) -> None:
    """Two copies that go on differently: whoever has cosigned one does not cosign the other."""
    from cica_procedure import back_up  # noqa: PLC0415 - this test alone

    other, memory = tmp_path / "other.sqlite", tmp_path / "last.note"
    back_up(adopted, other)
    for file, title in ((adopted, "One"), (other, "Two")):
        with Conference.open(file) as conference:
            conference.submit("report", "later", by="chair", at=at(24), details={"title": title})
    cosign(adopted, read_key(keys["IND"]), "IND", NOW, memory)
    with pytest.raises(DamagedRecord, match="its first 8 entries are not those of the head that was kept"):
        cosign(other, read_key(keys["IND"]), "IND", NOW, memory)
    record = Record.open(other)
    with pytest.raises(DamagedRecord, match="not those of the head"):
        take_in(record, last_note(adopted))
    record.close()


def test_lines_from_elsewhere_are_taken_in(adopted: Path, keys: dict[str, Path], tmp_path: Path) -> None:
    """A member cosigns its own copy, and sends the note back."""
    from cica_procedure import back_up  # noqa: PLC0415 - this test alone

    copy, note = tmp_path / "copy.sqlite", tmp_path / "head.note"
    back_up(adopted, copy)
    cosign(copy, read_key(keys["IND"]), "IND", NOW)
    note.write_text(cica("head", copy, "--note").stdout, encoding="utf-8")
    assert "lines under the head of 7 entries that are kept: 1" in cica("enter", adopted, note).stdout
    assert cica("enter", adopted, note).returncode == 0
    assert [each.actor for each in check_heads(adopted, header_of(adopted), known(keys)).counted] == ["IND"]
    with pytest.raises(InvalidAct, match="is not the note of a head"):
        goes_on(adopted, header_of(adopted), "a\nb\nc\n\n")


def test_what_anybody_can_put_there_spoils_nothing(adopted: Path, keys: dict[str, Path], tmp_path: Path) -> None:
    """Rows of noise, and a true line by a key that says it is of India, are counted and set aside."""
    sign_all(adopted, keys)
    make_key(tmp_path / "impostor")
    cosign(adopted, read_key(tmp_path / "impostor"), "IND", NOW)
    public = publics(keys)["IND"]
    false = Line("cica/IND", key_id("cica/IND", HEAD, public), b"\xff" * 72)
    rows = [(7, "0" * 64, "X"), (-1, "", ""), (7, "x", "\u202e"), (2**62, "AAAA", str(false)), (7, "AAAA", str(false))]
    connection = sqlite3.connect(adopted)
    more = [(i, "zz", f"— cica/IND {i}") for i in range(1_000)]
    connection.executemany("INSERT INTO notes (size, root, line) VALUES (?, ?, ?)", [*rows, *more])
    connection.commit()
    connection.close()
    found = check_heads(adopted, header_of(adopted), known(keys))
    assert {each.actor for each in found.counted} == {"IND", "CHN", "chair"}
    assert found.aside == 1_006
    assert verify(adopted).sound
    assert len(check_certificate("c", certificate_of(adopted)).lines) == 4


def test_entries_after_the_last_head_are_said(adopted: Path, keys: dict[str, Path], at: At) -> None:
    """What nobody has cosigned yet is counted aloud."""
    sign_all(adopted, keys)
    with Conference.open(adopted) as cica_open:
        cica_open.submit("report", "later", by="chair", at=at(24), details={"title": "T"})
    done = cica("verify", adopted, "--signatures", "--key", f"IND={keys['IND']}.pub")
    assert "entries after the last head that is cosigned: 1" in done.stdout


def test_a_key_with_a_passphrase(adopted: Path, tmp_path: Path) -> None:
    """Without it the key signs nothing, and with it as any other."""
    key = tmp_path / "k"
    made = cica("keygen", key, "--passphrase", env={**os.environ, "CICA_PASSPHRASE": "correct horse"})
    assert made.returncode == 0
    assert b"ENCRYPTED" in key.read_bytes()
    for words, code in (("wrong", 5), ("correct horse", 0)):
        done = cica("sign", adopted, "--key", key, "--as", "IND", env={**os.environ, "CICA_PASSPHRASE": words})
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr


def test_without_the_extra(adopted: Path) -> None:
    """Whoever has not installed it is told how."""
    code = "import sys; sys.modules['cryptography'] = None\nfrom cica_procedure.cli.main import cica; cica(prog_name='cica')"
    done = subprocess.run([sys.executable, "-c", code, "keygen", "x"], capture_output=True, text=True, check=False)

    assert done.returncode == 5
    assert 'pip install "cica-procedure[signatures]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_no_signature_is_no_proof(adopted: Path) -> None:
    """Asked for signatures, a record without any does not pass."""
    assert cica("verify", adopted, "--signatures").returncode == 1


def test_a_note_is_read_as_it_is_written() -> None:
    """A head has one form."""
    head = Checkpoint("cica-record/cica/00", 7, b"\x00" * 32)
    assert Checkpoint.parse(with_lines(head.text, []))[0] == head
    with pytest.raises(InvalidAct):
        Checkpoint.parse(with_lines(head.text.replace("7", "07"), []))


def test_a_key_is_kept_whole_or_not(tmp_path: Path) -> None:
    """When the public key cannot be written, no private one is left that would block another try."""
    (tmp_path / "k.pub").touch()
    with pytest.raises(Inaccessible):
        make_key(tmp_path / "k")

    assert not (tmp_path / "k").exists()


def test_a_second_person_with_a_shell(adopted: Path, keys: dict[str, Path], root: Path, tmp_path: Path) -> None:
    """The script of the documentation finds the same head and the same root, and the signature true; and false."""
    sign_all(adopted, {"IND": keys["IND"]})
    page = (root / "docs" / "how-to" / "check-by-hand.md").read_text(encoding="utf-8")
    script = page.partition("```bash\n")[2].partition("```")[0]

    def by_hand(key: str) -> subprocess.CompletedProcess[str]:
        words = ["/bin/bash", "-c", script, "check", str(adopted), f"{keys[key]}.pub"]
        return subprocess.run(words, capture_output=True, text=True, check=False, cwd=tmp_path)

    done = by_hand("IND")
    head, note = (cica("head", adopted, *more).stdout for more in ((), ("--note",)))
    assert done.stdout.splitlines() == [f"{head.strip()} {note.splitlines()[2]}", "Signature Verified Successfully"]
    assert (done.returncode, by_hand("CHN").returncode) == (0, 1)


def test_an_entry_that_is_dated_back(tmp_path: Path, keys: dict[str, Path], at: At) -> None:
    """After a head was cosigned, nothing is recorded at an instant before that; nothing in it is from after that."""
    clock, file = ToldClock(at(1)), tmp_path / "back.sqlite"
    title = {"title": "T"}
    with Conference.create(file, since=at(1), clock=clock) as conference:
        conference.submit("report", "first", by="chair", details=title)
        cosign(file, read_key(keys["IND"]), "IND", at(3))
        clock.at = at(4)
        conference.submit("report", "second", by="chair", details=title)
    assert check_heads(file, header_of(file), known(keys)).untimely == ()
    cosign(file, read_key(keys["CHN"]), "CHN", at(6))
    clock.at = at(5)
    with Conference.open(file, clock=clock) as conference:
        conference.submit("report", "third", by="chair", details=title)
    cosign(file, read_key(keys["chair"]), "chair", at(4))
    found = check_heads(file, header_of(file), known(keys))
    assert [(each.actor, each.head.size) for each in found.untimely] == [("CHN", 2), ("chair", 3)]
    done = cica("verify", file, "--cosigned-by", 3, *(f"--key={who}={key}.pub" for who, key in keys.items()))
    assert (done.returncode, done.stderr.count("\n")) == (1, 2)
    assert "CHN cosigned on 6 June 2021, 04:00 +00:00, and the entries around 2 do not" in done.stderr
