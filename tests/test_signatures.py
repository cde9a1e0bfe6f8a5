"""Cosigned heads, certificates and receipts: who has seen what, provable without a third party."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from command import cica
from hypothesis import given
from hypothesis import strategies as st

from cica_procedure import Case, Conference, DamagedRecord, Inaccessible, InvalidAct, Record, verify
from cica_procedure.record import tree
from cica_procedure.record.certificate import FORMAT, certify, check_certificate
from cica_procedure.record.heads import (
    Checkpoint,
    KnownKey,
    check_heads,
    checkpoint,
    cosign,
    goes_on,
    last_note,
    take_in,
    true_lines,
)
from cica_procedure.record.keys import make_key, read_key, read_public
from cica_procedure.record.notes import HEAD, Line, key_id, vkey, with_lines

At = Callable[..., datetime]
NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)


@pytest.fixture
def path(cica: Conference, draft: Case, at: At) -> Path:
    """Return the file of a record on which a paper was adopted, and the meeting then closed."""
    case = cica.position(draft, "Türkiye", "reservation", at=at(23, 12), reason="in the capital")
    cica.act(case, "adopt", by="chair", at=at(23, 13))
    cica.act("soc", "close", by="chair", at=at(23, 18))
    cica.close()
    return Path(cica._journal.path)


@pytest.fixture
def keys(tmp_path: Path) -> dict[str, Path]:
    """Return a key each for two delegations and the Chair."""
    found = {who: tmp_path / f"{who}.key" for who in ("IND", "CHN", "chair")}
    for file in found.values():
        make_key(file)
    return found


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


def test_several_cosign_the_same_head(path: Path, keys: dict[str, Path]) -> None:
    """Each line is true, for its signer, at its time, on this head of this record, and on nothing else."""
    sign_all(path, keys)
    found = check_heads(path, header_of(path), known(keys))
    assert {(each.actor, each.size, each.at) for each in found.counted} == {(who, 7, NOW) for who in keys}
    assert (found.aside, found.last) == (0, 7)
    stranger = {**publics(keys), "IND": publics(keys)["CHN"]}
    other = check_heads(path, header_of(path), [KnownKey(who, key) for who, key in stranger.items()])
    assert ({each.actor for each in other.counted}, other.aside) == ({"CHN", "chair"}, 1)
    assert check_heads(path, header_of(path), []).aside == 3


def test_a_head_and_its_line_are_those_of_the_standard(path: Path, keys: dict[str, Path]) -> None:
    """What c2sp.org/tlog-checkpoint and tlog-cosignature say, done with the standard library."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - an extra

    cosign(path, read_key(keys["IND"]), "IND", NOW)
    text, _, lines = last_note(path).rpartition("\n\n")
    first, size, root = text.split("\n")
    assert (first, size) == (f"cica-record/cica/{header_of(path).id}", "7")
    connection = sqlite3.connect(path)
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


def test_lines_are_kept_like_entries(path: Path, keys: dict[str, Path]) -> None:
    """They are appended and never removed, and the record still verifies and goes on."""
    sign_all(path, keys)
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("DELETE FROM notes")
    connection.close()

    assert verify(path).sound


def test_a_certificate_needs_no_database(path: Path, keys: dict[str, Path]) -> None:
    """It says in words what was decided, holds the decision and its roll, and of other entries a few hashes."""
    sign_all(path, keys)
    text = certificate_of(path)
    path.unlink()
    found = check_certificate("c", text)

    assert true_lines(found.head, found.lines, publics(keys)).keys() == {"IND", "CHN", "chair"}
    assert (found.entry.decision, len(found.entry.roll), found.entry.roll["TUR"]) == ("adopted", 27, "reservation")
    assert text.startswith(
        'The SOC decided on 23 June 2021, 13:00 +06:00: adopted\n  case paper, "Concept paper", revision 1\n'
    )
    assert "reservation (1): TUR" in found.words
    assert "by the rule no-objection; edition 2004; " in found.words
    assert len(text) < 4_000


def test_every_change_of_a_certificate_is_found(path: Path, keys: dict[str, Path]) -> None:
    """Each character is changed in turn: it is no certificate any more, or no known key has cosigned it."""
    sign_all(path, {"IND": keys["IND"]})
    text = certificate_of(path)
    trusted = {"IND": publics(keys)["IND"]}
    for i, char in enumerate(text):
        try:
            found = check_certificate("c", text[:i] + ("A" if char != "A" else "B") + text[i + 1 :])
        except DamagedRecord:
            continue
        assert not true_lines(found.head, found.lines, trusted), (i, text[i - 20 : i + 20])


def extra_of(text: str, change: Callable[[dict[str, Any]], object], *, strict: bool = True) -> str:
    """Return a certificate with something else in what it holds of the entry."""
    line = next(each for each in text.split("\n") if each.startswith("extra "))
    extra = json.loads(base64.b64decode(line.removeprefix("extra ")))
    change(extra)
    coded = json.dumps(extra, ensure_ascii=False, sort_keys=strict)
    return text.replace(line, f"extra {base64.b64encode(coded.encode()).decode()}")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda e: e["entry"]["roll"].update(TUR="support"), "it was altered"),
        (lambda e: e["entry"].update(decision="tasked"), "it was altered"),
        (lambda e: e.update(before="0" * 64), "it was altered"),
        (lambda e: e.pop("entry"), "is no certificate"),
        (lambda e: e["entry"].update(corrects=0), "nothing is said in corrects"),
        (lambda e: e["entry"].update(outcome="rejected"), "an entry has no outcome"),
        (lambda e: e.update(remark="void"), "more or less"),
    ],
)
def test_a_certificate_that_was_altered(
    path: Path, keys: dict[str, Path], change: Callable[[dict[str, Any]], object], said: str
) -> None:
    """Whatever is changed in its entry, it is found."""
    sign_all(path, keys)
    with pytest.raises(DamagedRecord, match=said):
        check_certificate("c", extra_of(certificate_of(path), change))


def test_a_certificate_is_utf_8(path: Path, keys: dict[str, Path], tmp_path: Path) -> None:
    """Whatever a console takes, a certificate that is written to a file is read again."""
    sign_all(path, keys)
    env = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    (tmp_path / "c").write_text(cica("certify", path, "paper", env=env, encoding="utf-8").stdout, encoding="utf-8")

    assert "whole" in cica("verify", "--certificate", tmp_path / "c").stdout


def test_what_cannot_be_certified(path: Path, keys: dict[str, Path], tmp_path: Path) -> None:
    """A case without a decision, and a decision that no cosigned head covers; of an entry, there is a receipt."""
    with pytest.raises(InvalidAct, match="no head since then is cosigned"):
        certificate_of(path)
    sign_all(path, keys)
    record = Record.open(path)
    with pytest.raises(InvalidAct, match="nothing has been decided on 'soc'"):
        certify(record, "soc")
    with pytest.raises(InvalidAct, match="has no entry 9"):
        certify(record, "paper", 9)
    record.close()
    receipt = certificate_of(path, 3)
    assert receipt.startswith("Receipt, no decision: TUR stated on 23 June 2021, 12:00 +06:00: reservation\n")
    (tmp_path / "receipt").write_text(receipt, encoding="utf-8")
    key = f"IND={keys['IND']}.pub"
    assert cica("verify", "--receipt", tmp_path / "receipt", "--key", key).returncode == 0
    refused = cica("verify", "--certificate", tmp_path / "receipt", "--key", key)
    assert (refused.returncode, "certifies no decision" in refused.stderr) == (4, True)


@pytest.mark.slow
def test_from_the_command_line(path: Path, tmp_path: Path) -> None:
    """Make a key, cosign, verify, certify, verify that; and see it fail when the tail is cut off."""
    key = tmp_path / "india.key"
    assert cica("keygen", key).returncode == 0
    assert cica("sign", path, "--key", key, "--as", "Atlantis").returncode == 2
    assert cica("sign", path, "--key", key).returncode == 2
    done = cica("sign", path, "--key", key, "--as", "India", "--memory", tmp_path / "last.note")
    assert "IND has cosigned cica-record/cica/" in done.stdout
    verified = cica("verify", path, "--signatures", "--key", f"IND={key}.pub", "--expect-note", tmp_path / "last.note")
    assert (verified.returncode, verified.stdout.count("\n"), verified.stderr) == (0, 3, "")
    assert "IND cosigned entry 7 on" in verified.stdout
    assert cica("verify", path, "--signatures", "--key", f"Atlantis={key}.pub").returncode == 2
    paper = tmp_path / "paper.txt"
    paper.write_text(cica("certify", path, "paper").stdout, encoding="utf-8")
    done = cica("verify", "--certificate", paper, "--key", f"IND={key}.pub")
    assert done.returncode == 0
    assert f"{paper} is whole\n  cosigned by IND on" in done.stdout
    assert done.stdout == cica("verify", "--certificate", paper, "--key", f"India={key}.pub").stdout
    unmet = cica("verify", path, "--signatures", "--key", f"CHN={key}.pub")
    assert (unmet.returncode, "not proved: CHN has not cosigned it" in unmet.stderr) == (1, True)
    assert cica("verify", path, "--key", f"IND={key}.pub", "--cosigned-by", "1").returncode == 0
    few = cica("verify", path, "--key", f"IND={key}.pub", "--cosigned-by", "2")
    assert (few.returncode, "1 have cosigned it whose keys are known, 2 are" in few.stderr) == (1, True)
    nobody = cica("verify", "--certificate", paper)
    assert (nobody.returncode, "nobody has cosigned it whose key is known" in nobody.stderr) == (1, True)
    paper.write_text(paper.read_text(encoding="utf-8").replace("reservation", "support"), encoding="utf-8")
    assert cica("verify", "--certificate", paper).returncode == 4


def test_a_tail_that_is_cut_off(path: Path, keys: dict[str, Path], tmp_path: Path, tamper: Callable[..., None]) -> None:
    """Who has cosigned a head, or has kept one, finds that it is gone; nothing is signed then."""
    memory = tmp_path / "last.note"
    cosign(path, read_key(keys["IND"]), "IND", NOW, memory)
    kept = memory.read_bytes()
    tamper(path, "DELETE FROM entries WHERE seq = 7")
    with pytest.raises(DamagedRecord, match="IND cosigned a head it does not have, entry 7"):
        check_heads(path, header_of(path), known(keys))
    with pytest.raises(DamagedRecord, match="its tail is gone"):
        cosign(path, read_key(keys["IND"]), "IND", NOW, memory)
    assert memory.read_bytes() == kept
    unknown = cica("verify", path, "--signatures")
    assert (unknown.returncode, "not proved: nobody has cosigned it" in unknown.stderr) == (1, True)
    assert "set aside: 1 lines" in unknown.stdout


def test_a_member_is_not_shown_two_records(path: Path, keys: dict[str, Path], tmp_path: Path, at: At) -> None:
    """Two copies that go on differently: whoever has cosigned one does not cosign the other."""
    from cica_procedure import back_up  # noqa: PLC0415 - this test alone

    other, memory = tmp_path / "other.sqlite", tmp_path / "last.note"
    back_up(path, other)
    for file, title in ((path, "One"), (other, "Two")):
        with Conference.open(file) as conference:
            conference.submit("report", "later", by="chair", at=at(24), details={"title": title})
    cosign(path, read_key(keys["IND"]), "IND", NOW, memory)
    with pytest.raises(DamagedRecord, match="its first 8 entries are not those of the head that was kept"):
        cosign(other, read_key(keys["IND"]), "IND", NOW, memory)
    record = Record.open(other)
    with pytest.raises(DamagedRecord, match="not those of the head"):
        take_in(record, last_note(path))
    record.close()


def test_lines_from_elsewhere_are_taken_in(path: Path, keys: dict[str, Path], tmp_path: Path) -> None:
    """A member cosigns its own copy, and sends the note back."""
    from cica_procedure import back_up  # noqa: PLC0415 - this test alone

    copy, note = tmp_path / "copy.sqlite", tmp_path / "head.note"
    back_up(path, copy)
    cosign(copy, read_key(keys["IND"]), "IND", NOW)
    note.write_text(cica("head", copy, "--note").stdout, encoding="utf-8")
    assert "1 lines are kept under the head of 7 entries" in cica("enter", path, note).stdout
    assert cica("enter", path, note).returncode == 0
    assert [each.actor for each in check_heads(path, header_of(path), known(keys)).counted] == ["IND"]
    with pytest.raises(InvalidAct, match="is not the note of a head"):
        goes_on(path, checkpoint(path, header_of(path))[0], "a\nb\nc\n\n")


def test_what_anybody_can_put_there_spoils_nothing(path: Path, keys: dict[str, Path], tmp_path: Path) -> None:
    """Rows of noise, and a true line by a key that says it is of India, are counted and set aside."""
    sign_all(path, keys)
    make_key(tmp_path / "impostor")
    cosign(path, read_key(tmp_path / "impostor"), "IND", NOW)
    public = publics(keys)["IND"]
    false = Line("cica/IND", key_id("cica/IND", HEAD, public), b"\xff" * 72)
    rows = [(7, "0" * 64, "X"), (-1, "", ""), (7, "x", "\u202e"), (2**62, "AAAA", str(false)), (7, "AAAA", str(false))]
    connection = sqlite3.connect(path)
    more = [(i, "zz", f"— cica/IND {i}") for i in range(1_000)]
    connection.executemany("INSERT INTO notes (size, root, line) VALUES (?, ?, ?)", [*rows, *more])
    connection.commit()
    connection.close()
    found = check_heads(path, header_of(path), known(keys))
    assert {each.actor for each in found.counted} == {"IND", "CHN", "chair"}
    assert found.aside == 1_006
    assert verify(path).sound
    assert len(check_certificate("c", certificate_of(path)).lines) == 4


def test_entries_after_the_last_head_are_said(path: Path, keys: dict[str, Path], at: At) -> None:
    """What nobody has cosigned yet is counted aloud."""
    sign_all(path, keys)
    with Conference.open(path) as cica_open:
        cica_open.submit("report", "later", by="chair", at=at(24), details={"title": "T"})
    done = cica("verify", path, "--signatures", "--key", f"IND={keys['IND']}.pub")
    assert "1 entries follow the last head that is cosigned" in done.stdout


def test_a_key_with_a_passphrase(path: Path, tmp_path: Path) -> None:
    """Without it the key signs nothing, and with it as any other."""
    key = tmp_path / "k"
    made = cica("keygen", key, "--passphrase", env={**os.environ, "CICA_PASSPHRASE": "correct horse"})
    assert made.returncode == 0
    assert b"ENCRYPTED" in key.read_bytes()
    for words, code in (("wrong", 5), ("correct horse", 0)):
        done = cica("sign", path, "--key", key, "--as", "IND", env={**os.environ, "CICA_PASSPHRASE": words})
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr


def test_without_the_extra(path: Path) -> None:
    """Whoever has not installed it is told how."""
    code = "import sys; sys.modules['cryptography'] = None\nfrom cica_procedure.cli.main import cica; cica(prog_name='cica')"
    done = subprocess.run([sys.executable, "-c", code, "keygen", "x"], capture_output=True, text=True, check=False)

    assert done.returncode == 5
    assert 'pip install "cica-procedure[signatures]"' in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("text", ["", "x", f"\n{FORMAT}\n", f"a\n{FORMAT}\nextra e30=\nindex 0\n\n", "[" * 100_000])
def test_what_is_no_certificate(tmp_path: Path, text: str) -> None:
    """It is told in one line."""
    file = tmp_path / "c"
    file.write_text(text, encoding="utf-8")
    done = cica("verify", "--certificate", file)
    assert (done.returncode, "Traceback" in done.stderr) == (4, False)


def test_no_signature_is_no_proof(path: Path) -> None:
    """Asked for signatures, a record without any does not pass."""
    assert cica("verify", path, "--signatures").returncode == 1


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
