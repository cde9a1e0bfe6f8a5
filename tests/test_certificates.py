"""Certificates and receipts: what was decided or said, provable without the record."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import cica
from signing import certificate_of, known, sign_all

from cica_procedure import DamagedRecord, InvalidAct, Record
from cica_procedure.record.certificate import FORMAT, Certified, certify, check_certificate
from cica_procedure.record.heads import KnownKey, true_lines


def test_a_certificate_needs_no_database(adopted: Path, keys: dict[str, Path]) -> None:
    """It says in words what was decided, holds the decision and its roll, and of other entries a few hashes."""
    sign_all(adopted, keys)
    text = certificate_of(adopted)
    adopted.unlink()
    found = check_certificate("c", text)

    assert cosigners(found, known(keys)) == {"IND", "CHN", "chair"}
    assert (found.entry.decision, len(found.entry.roll), found.entry.roll["TUR"]) == ("adopted", 27, "reservation")
    assert text.startswith(
        'The SOC decided on 23 June 2021, 13:00 +06:00: adopted\n  case paper, "Concept paper", revision 1\n'
    )
    assert "reservation (1): TUR" in found.words
    assert "by the rule no-objection; edition 2004; " in found.words
    assert len(text) < 4_000


def test_every_change_of_a_certificate_is_found(adopted: Path, keys: dict[str, Path]) -> None:
    """Each character is changed in turn: it is no certificate any more, or no known key has cosigned it."""
    sign_all(adopted, {"IND": keys["IND"]})
    text = certificate_of(adopted)
    trusted = [each for each in known(keys) if each.actor == "IND"]
    for i, char in enumerate(text):
        try:
            found = check_certificate("c", text[:i] + ("A" if char != "A" else "B") + text[i + 1 :])
        except DamagedRecord:
            continue
        assert not cosigners(found, trusted), (i, text[i - 20 : i + 20])


def cosigners(found: Certified, trusted: list[KnownKey]) -> set[str]:
    """Return who has cosigned the head of a certificate."""
    return {each.actor for each in true_lines({found.head: found.lines}, trusted)}


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
    adopted: Path, keys: dict[str, Path], change: Callable[[dict[str, Any]], object], said: str
) -> None:
    """Whatever is changed in its entry, it is found."""
    sign_all(adopted, keys)
    with pytest.raises(DamagedRecord, match=said):
        check_certificate("c", extra_of(certificate_of(adopted), change))


def test_a_certificate_is_utf_8(adopted: Path, keys: dict[str, Path], tmp_path: Path) -> None:
    """Whatever a console takes, a certificate that is written to a file is read again."""
    sign_all(adopted, keys)
    env = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    (tmp_path / "c").write_text(cica("certify", adopted, "paper", env=env, encoding="utf-8").stdout, encoding="utf-8")

    assert "whole" in cica("verify", "--certificate", tmp_path / "c").stdout


def test_what_cannot_be_certified(adopted: Path, keys: dict[str, Path], tmp_path: Path) -> None:
    """A case without a decision, and a decision that no cosigned head covers; of an entry, there is a receipt."""
    with pytest.raises(InvalidAct, match="no head since then is cosigned"):
        certificate_of(adopted)
    sign_all(adopted, keys)
    record = Record.open(adopted)
    with pytest.raises(InvalidAct, match="nothing has been decided on 'soc'"):
        certify(record, "soc")
    with pytest.raises(InvalidAct, match="has no entry 9"):
        certify(record, "paper", 9)
    record.close()
    receipt = certificate_of(adopted, 3)
    assert receipt.startswith("Receipt, no decision: TUR stated on 23 June 2021, 12:00 +06:00: reservation, as told\n")
    (tmp_path / "receipt").write_text(receipt, encoding="utf-8")
    key = f"IND={keys['IND']}.pub"
    assert cica("verify", "--receipt", tmp_path / "receipt", "--key", key).returncode == 0
    refused = cica("verify", "--certificate", tmp_path / "receipt", "--key", key)
    assert (refused.returncode, "certifies no decision" in refused.stderr) == (4, True)


@pytest.mark.parametrize("text", ["", "x", f"\n{FORMAT}\n", f"a\n{FORMAT}\nextra e30=\nindex 0\n\n", "[" * 100_000])
def test_what_is_no_certificate(tmp_path: Path, text: str) -> None:
    """It is told in one line."""
    file = tmp_path / "c"
    file.write_text(text, encoding="utf-8")
    done = cica("verify", "--certificate", file)
    assert (done.returncode, "Traceback" in done.stderr) == (4, False)
