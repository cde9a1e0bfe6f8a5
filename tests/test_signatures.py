"""Signed heads and certificates: who has seen what, provable without a third party."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from command import cica

from cica_procedure import Case, Conference, DamagedRecord, Head, Inaccessible, InvalidAct, Record, verify
from cica_procedure.record.certificate import certify, check_certificate
from cica_procedure.record.row import plain_of, row_of
from cica_procedure.record.signatures import check_signatures, faults, kept, make_key, read_public, sign

At = Callable[..., datetime]


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


def sign_all(path: Path, keys: dict[str, Path]) -> None:
    """Have everybody sign the head."""
    record = Record.open(path)
    for who, file in keys.items():
        record.keep_signature(sign(file, record.genesis, record.head(), who))
    record.close()


def test_a_private_key_is_private(keys: dict[str, Path]) -> None:
    """Only its owner can read it, and it is never written over."""
    assert stat.S_IMODE(keys["IND"].stat().st_mode) == 0o600
    with pytest.raises(Inaccessible, match="File exists"):
        make_key(keys["IND"])
    with pytest.raises(Inaccessible, match="cica keygen"):
        read_public(keys["IND"])


def test_several_sign_the_same_head(path: Path, keys: dict[str, Path]) -> None:
    """Each signature is true, for its signer, on this head of this record, and on nothing else."""
    sign_all(path, keys)
    given = kept(path)
    record = Record.open(path)
    genesis = record.genesis
    record.close()

    assert [signature.signer for signature in given] == ["IND", "CHN", "chair"]
    assert len({signature.head for signature in given}) == 1
    assert list(faults(given, genesis, publics(keys))) == []
    assert len(list(faults(given, "0" * 64, {}))) == 3
    stranger = {**publics(keys), "IND": publics(keys)["CHN"]}
    assert list(faults(given, genesis, stranger)) == [
        "the signature of IND is by another key than the one it is known by"
    ]


def test_signatures_are_kept_like_entries(path: Path, keys: dict[str, Path]) -> None:
    """They are appended and never removed, and the record still verifies and goes on."""
    sign_all(path, keys)
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("DELETE FROM signatures")
    connection.close()

    assert verify(path).sound


def certificate_of(path: Path) -> dict[str, Any]:
    """Return the certificate of the paper."""
    record = Record.open(path)
    try:
        return certify(record, kept(path), "paper")
    finally:
        record.close()


def test_a_certificate_needs_no_database(path: Path, keys: dict[str, Path]) -> None:
    """It holds the decision and its roll, and of later entries no more than a digest each."""
    sign_all(path, keys)
    certificate = json.loads(json.dumps(certificate_of(path)))
    path.unlink()

    assert [given.signer for given in check_certificate("c", certificate, publics(keys))] == ["IND", "CHN", "chair"]
    assert (certificate["entry"]["decision"], len(certificate["entry"]["roll"])) == ("adopted", 27)
    assert certificate["entry"]["roll"]["TUR"] == "reservation"
    assert [len(digest) for digest in certificate["after"]] == [64]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c["entry"]["roll"].update(TUR="support"), "it was altered"),
        (lambda c: c["entry"].update(decision="tasked"), "it was altered"),
        (lambda c: c.update(before="0" * 64), "it was altered"),
        (lambda c: c["after"].clear(), "it was altered"),
        (lambda c: c.update(head=f"8:{'0' * 64}"), "it was altered"),
        (lambda c: c["record"].update(rulebook="osce"), "is not true"),
        (lambda c: c["signatures"][0].update(signer="PAK"), "the signature of PAK"),
        (lambda c: c["signatures"][0].update(signature="00" * 64), "is not true"),
        (lambda c: c["signatures"].clear(), "nobody has signed it"),
        (lambda c: c.pop("entry"), "is no certificate"),
        (lambda c: c.update(format="other"), "is not of the format"),
        (lambda c: c["record"].update(outcome="rejected"), "says more or less of itself"),
        (lambda c: c["signatures"][0].update(name="President of India"), "holds more than that"),
        (lambda c: c.update(after=dict.fromkeys(c["after"], "the case was withdrawn")), "expected list"),
        (lambda c: c.update(seq=str(c["seq"])), "expected int"),
        (lambda c: c.update(seq=None), "expected int"),
        (lambda c: c["entry"].update(corrects=0), "nothing is said in corrects"),
        (lambda c: c["entry"].update(outcome="rejected"), "an entry has no outcome"),
        (lambda c: c.update(head=f"0{c['head']}"), "holds more than that"),
    ],
)
def test_a_certificate_that_was_altered(
    path: Path, keys: dict[str, Path], change: Callable[[dict[str, Any]], object], said: str
) -> None:
    """Whatever is changed in it, it is found."""
    sign_all(path, keys)
    certificate = certificate_of(path)
    change(certificate)
    with pytest.raises(DamagedRecord, match=said):
        check_certificate("c", certificate, publics(keys))


def test_a_certificate_is_utf_8(path: Path, keys: dict[str, Path], tmp_path: Path) -> None:
    """Whatever a console takes, a certificate that is written to a file is read again."""
    sign_all(path, keys)
    env = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    (tmp_path / "c.json").write_text(cica("certify", path, "paper", env=env, encoding="utf-8").stdout, encoding="utf-8")

    assert "whole" in cica("verify", "--certificate", tmp_path / "c.json").stdout


def test_a_signature_of_another_hand(path: Path, keys: dict[str, Path]) -> None:
    """A row that was put among the signatures does not keep a decision from being certified on a good one."""
    sign_all(path, keys)
    connection = sqlite3.connect(path)
    row = (7, "0" * 64, "X", "00" * 32, "00" * 64)
    connection.execute(
        "INSERT INTO signatures (head_seq, head_digest, signer, public_key, signature) VALUES (?, ?, ?, ?, ?)", row
    )
    connection.commit()
    connection.close()

    assert check_certificate("c", certificate_of(path), publics(keys))


def test_what_cannot_be_certified(path: Path, keys: dict[str, Path]) -> None:
    """A case without a decision, and a decision that no signed head covers."""
    with pytest.raises(InvalidAct, match="no head since the decision is signed"):
        certificate_of(path)
    sign_all(path, keys)
    record = Record.open(path)
    with pytest.raises(InvalidAct, match="nothing has been decided on 'soc'"):
        certify(record, kept(path), "soc")
    record.close()


@pytest.mark.slow
def test_from_the_command_line(path: Path, tmp_path: Path) -> None:
    """Make a key, sign, verify, certify, verify that; and see it fail when the tail is cut off."""
    key = tmp_path / "india.key"
    assert cica("keygen", key).returncode == 0
    assert cica("sign", path, "--key", key, "--as", "Atlantis").returncode == 2
    assert "IND has signed 7:" in cica("sign", path, "--key", key, "--as", "India").stdout
    verified = cica("verify", path, "--signatures", "--key", f"IND={key}.pub")
    assert (verified.returncode, verified.stdout.count("\n"), verified.stderr) == (0, 2, "")
    assert verified.stdout == cica("verify", path, "--signatures", "--key", f"India={key}.pub").stdout
    assert cica("verify", path, "--signatures", "--key", f"Atlantis={key}.pub").returncode == 2
    paper = tmp_path / "paper.json"
    paper.write_text(cica("certify", path, "paper").stdout, encoding="utf-8")
    done = cica("verify", "--certificate", paper, "--key", f"IND={key}.pub")
    assert done.returncode == 0
    assert done.stdout.startswith(f"{paper} is whole; signed by IND\n")
    assert "the body SOC decided on paper: adopted\nrevision 1, by the rule no-objection" in done.stdout
    assert "reservation (1): TUR" in done.stdout
    assert done.stdout == cica("verify", "--certificate", paper, "--key", f"India={key}.pub").stdout
    unmet = cica("verify", path, "--signatures", "--key", f"CHN={key}.pub")
    assert (unmet.returncode, "not proved: CHN has not signed it" in unmet.stderr) == (1, True)
    assert cica("verify", path, "--key", f"IND={key}.pub", "--cosigned-by", "1").returncode == 0
    few = cica("verify", path, "--key", f"IND={key}.pub", "--cosigned-by", "2")
    assert (few.returncode, "1 of those whose keys are known have signed it, 2 are" in few.stderr) == (1, True)
    paper.write_text(paper.read_text(encoding="utf-8").replace("reservation", "support"), encoding="utf-8")
    assert cica("verify", "--certificate", paper).returncode == 4

    connection = sqlite3.connect(path)
    guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("DELETE FROM entries WHERE seq = 7")
    for _, sql in guards:
        connection.execute(sql)
    connection.commit()
    connection.close()
    cut = cica("verify", path, "--key", f"IND={key}.pub")
    assert cut.returncode == 4
    assert "IND signed a head it no longer has" in cut.stderr
    unknown = cica("verify", path, "--signatures")
    assert (unknown.returncode, "not proved: nobody has signed it" in unknown.stderr) == (1, True)
    assert "set aside: 1 that" in unknown.stdout


def test_what_anybody_can_put_there_spoils_nothing(path: Path, keys: dict[str, Path], tmp_path: Path) -> None:
    """
    Rows of noise, and a true signature by a key that says it is of India, are counted and set aside.

    With some heads, a signature of zeros is true for the key of zeros, which is nobody's.
    """
    sign_all(path, keys)
    make_key(tmp_path / "impostor")
    record = Record.open(path)
    record.keep_signature(sign(tmp_path / "impostor", record.genesis, record.head(), "IND"))
    record.keep_signature(sign(tmp_path / "impostor", record.genesis, Head(99, "0" * 64), "IND"))
    genesis = record.genesis
    record.close()
    rows = [
        (7, "0" * 64, "X", "00" * 32, "00" * 64),
        (-1, "", "", "", ""),
        (7, "x", "IND", "zz", "\u202e"),
        (2**62, "0" * 64, "chair", "00" * 31, "0"),
    ]
    connection = sqlite3.connect(path)
    statement = "INSERT INTO signatures (head_seq, head_digest, signer, public_key, signature) VALUES (?, ?, ?, ?, ?)"
    connection.executemany(statement, rows * 250)
    connection.commit()
    connection.close()
    found = check_signatures(path, genesis, publics(keys))
    assert [signature.signer for signature in found.counted] == ["IND", "CHN", "chair"]
    assert (found.aside, found.missing) == (1002, ())
    assert verify(path).sound


def test_entries_after_the_last_head_are_said(path: Path, keys: dict[str, Path], at: At) -> None:
    """What nobody has signed yet is counted aloud."""
    sign_all(path, keys)
    with Conference.open(path) as cica_open:
        cica_open.submit("report", "later", by="chair", at=at(24), details={"title": "T"})
    done = cica("verify", path, "--signatures")
    assert "1 entries follow the last head that is signed" in done.stdout


def test_a_certificate_of_what_is_no_decision(path: Path, keys: dict[str, Path]) -> None:
    """An entry that decides nothing is no certificate, whatever signs it."""
    sign_all(path, keys)
    certificate = certificate_of(path)
    record = Record.open(path)
    before, after = record.chain(1, 7)
    entry = plain_of(row_of(next(record.entries(0, 1))))
    record.close()
    certificate |= {"seq": 1, "before": before, "after": after, "entry": entry}
    with pytest.raises(DamagedRecord, match="or no decision"):
        check_certificate("c", certificate, publics(keys))


def test_a_key_with_a_passphrase(path: Path, tmp_path: Path) -> None:
    """Without it the key signs nothing, and with it as any other."""
    key = tmp_path / "k"
    command = [sys.executable, "-m", "cica_procedure"]
    environment = {**os.environ, "CICA_PASSPHRASE": "correct horse"}
    made = subprocess.run([*command, "keygen", key, "--passphrase"], env=environment, capture_output=True, check=False)
    assert made.returncode == 0
    assert b"ENCRYPTED" in key.read_bytes()
    sign_it = [*command, "sign", str(path), "--key", str(key), "--as", "IND"]
    for words, code in (("wrong", 5), ("correct horse", 0)):
        done = subprocess.run(
            sign_it, env={**os.environ, "CICA_PASSPHRASE": words}, capture_output=True, check=False, text=True
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr


def test_without_the_extra(path: Path) -> None:
    """Whoever has not installed it is told how."""
    code = "import sys; sys.modules['cryptography'] = None\nfrom cica_procedure.cli.main import cica; cica(prog_name='cica')"
    done = subprocess.run([sys.executable, "-c", code, "keygen", "x"], capture_output=True, text=True, check=False)

    assert done.returncode == 5
    assert 'pip install "cica-procedure[signatures]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_a_forged_certificate(path: Path, keys: dict[str, Path], tmp_path: Path) -> None:
    """Whoever is known by a key has to have signed; a stranger's signature alone is worth nothing."""
    sign_all(path, {"chair": keys["chair"]})
    certificate = certificate_of(path)
    with pytest.raises(DamagedRecord, match="IND has not signed it"):
        check_certificate("c", certificate, {"IND": publics(keys)["IND"]})
    file = tmp_path / "c.json"
    file.write_text(json.dumps(certificate), encoding="utf-8")

    assert "not known here" in cica("verify", "--certificate", file).stdout


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"entry": {', '"entry": {"decision": "rejected", '),
        ('"format"', '"remark": "void", "format"'),
        ('"signer": "IND"', '"signer": []'),
        ('"format"', "[" * 100_000),
    ],
)
def test_a_certificate_that_reads_otherwise(
    path: Path, keys: dict[str, Path], tmp_path: Path, old: str, new: str
) -> None:
    """No key twice, no key too many, no value of another type: what a person reads is what is checked."""
    sign_all(path, keys)
    file = tmp_path / "c.json"
    text = json.dumps(certificate_of(path))
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = cica("verify", "--certificate", file, "--key", f"IND={keys['IND']}.pub")

    assert done.returncode == 4
    assert "Traceback" not in done.stderr


def test_no_signature_is_no_proof(path: Path) -> None:
    """PastAct for signatures, a record without any does not pass."""
    assert cica("verify", path, "--signatures").returncode == 1


def test_a_key_is_kept_whole_or_not(tmp_path: Path) -> None:
    """When the public key cannot be written, no private one is left that would block another try."""
    (tmp_path / "k.pub").touch()
    with pytest.raises(Inaccessible):
        make_key(tmp_path / "k")

    assert not (tmp_path / "k").exists()
