"""Files and words that mean harm: nothing hangs, fills the memory, ends in a traceback or reaches a screen raw."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import command
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cica_procedure import Conference, InvalidAct, InvalidScenario, ProcedureError, ToldClock
from cica_procedure.cli.table import escaped, printable
from cica_procedure.reading import read_given
from cica_procedure.scenario import read_scenario

SECONDS = 20


def cica(*words: object) -> subprocess.CompletedProcess[str]:
    """Run a command, which has to end."""
    done = command.cica(*words, timeout=SECONDS, errors="replace")
    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 1, 2, 3, 4, 5}
    return done


def pipe(path: Path) -> None:
    """Make a pipe into which nobody writes."""
    os.mkfifo(path)


def endless(path: Path) -> None:
    """Make a name for a device without an end."""
    path.symlink_to("/dev/zero")


def loop(path: Path) -> None:
    """Make a link to itself."""
    path.symlink_to(path)


def folder(path: Path) -> None:
    """Make a folder."""
    path.mkdir()


def vast(path: Path) -> None:
    """Make a file of ten gigabytes without content."""
    with path.open("wb") as file:
        file.truncate(10 * 2**30)


def made_up(path: Path) -> None:
    """Make a name for a file that the system makes up, and that waits for what is to come."""
    path.symlink_to("/proc/kmsg")


@pytest.mark.parametrize("make", [pipe, endless, loop, folder, vast, made_up])
@pytest.mark.parametrize(
    "command",
    [
        ["run", "it.toml"],
        ["docket", "it.toml"],
        ["verify", "it.toml"],
        ["verify", "--certificate", "it.toml"],
        ["check", "it.toml"],
        ["check", "rules"],
        ["conform", "it.toml"],
        ["conform", "cica", "--meaning", "it.toml"],
        ["sign", "{record}", "--key", "it.toml", "--as", "IND"],
        ["verify", "{record}", "--key", "IND=it.toml"],
        ["rules", "{record}", "--enter", "rules", "--by", "chair", "--clerical", "--reason", "r"],
    ],
    ids=lambda words: "-".join(words[:2]),
)
@pytest.mark.slow
def test_what_is_no_file(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None], command: list[str]
) -> None:
    """It is told at once, as what the system cannot read, and nothing is waited for."""
    monkeypatch.chdir(tmp_path)
    make(Path("it.toml"))
    Path("rules").mkdir()
    make(Path("rules", "rulebook.toml"))
    done = cica(*(str(path) if word == "{record}" else word for word in command))
    assert done.returncode in {3, 4, 5}, done.stderr
    assert len(done.stderr) < 2000


def test_a_key_of_another_kind(path: Path, tmp_path: Path) -> None:
    """Of RSA, of a curve that signs otherwise, and of no kind at all."""
    keys: dict[str, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey] = {
        "rsa": rsa.generate_private_key(65537, 2048),
        "ec": ec.generate_private_key(ec.SECP256R1()),
    }
    for name, key in keys.items():
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (tmp_path / name).write_bytes(pem)
    (tmp_path / "none").write_bytes(b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
    for name in ("rsa", "ec", "none"):
        assert cica("sign", path, "--key", tmp_path / name, "--as", "IND").returncode == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("acts = [" + "1," * 400_000 + "1]", "has a list of 400,001 items"),
        ("a." * 50_000 + "b = 1", "has a key of more than 20 parts"),
        ('"a" . ' * 5_000 + "b = 1", "has a key of more than 20 parts"),
        ("n = " + "9" * 5_000, "has a number of more digits"),
        ("n = '" + "w" * 3_900_000 + "'", "the key 'acts' is missing"),
        ("".join(f"k{i} = 1\n" for i in range(50_000)), "and 49984 more"),
        ("[[acts]]\nx = 1\n" * 15_000, "more faults"),
        ("a = " + "[" * 3_000 + "]" * 3_000, "is nested too deeply"),
    ],
    ids=["list", "dots", "quoted", "digits", "word", "keys", "faults", "depth"],
)
def test_a_file_that_is_too_much(tmp_path: Path, text: str, words: str) -> None:
    """It is refused in a few words, and in a few moments."""
    path = tmp_path / "much.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidScenario) as caught:
        read_scenario(path)
    assert words in str(caught.value)
    done = cica("run", path)
    assert done.returncode == 3
    assert len(done.stderr) < 30_000


HOSTILE = ["\x1b[2J", "\x07", "\x9b31m", "\u202e", "\u2066", "\u2028", "\u200f", "a\rb", "\x00", "\ud800"]


@pytest.mark.parametrize("harm", HOSTILE, ids=ascii)
@pytest.mark.parametrize("where", ["title", "reason", "id"])
def test_harmful_words_are_refused_on_their_way_in(harm: str, where: str) -> None:
    """Neither as a title, nor as a reason, nor as the id of a case."""
    from datetime import datetime  # noqa: PLC0415 - only here

    at = datetime.fromisoformat("2024-03-01T10:00+05:00")
    conference = Conference.create(":memory:", since=at, clock=ToldClock(at))
    given_words = {"title": "T", "reason": "", "id": "x"} | {where: f"a{harm}b"}
    with pytest.raises(InvalidAct):
        conference.submit(
            "draft-document", given_words["id"], by="IND", at=at, reason=given_words["reason"],
            details={"title": given_words["title"], "kind": "guidelines"},
        )  # fmt: skip
    assert conference.cases() == ()


@pytest.mark.parametrize("harm", ["\x1b[31m", "\u202e", "\x9b"], ids=ascii)
def test_harmful_words_are_harmless_on_their_way_out(tmp_path: Path, harm: str) -> None:
    """In the name of a file, a key, a rulebook, a command, and what is said of them."""
    path = tmp_path / f"a{harm}b.toml"
    path.write_text('"k\\u001b[31m" = 1\nrulebook = "x\\u202e"\ntitle = "t"\nacts = [{ by = "\\u001b[2J" }]\n', "utf-8")
    for words in (["run", path], ["check", f"x{harm}"], ["case", path, f"y{harm}"], ["diagram", f"z{harm}"]):
        done = cica(*words)
        for char in (done.stdout + done.stderr).replace("\n", ""):
            assert char.isprintable(), ascii(done.stderr)


@given(st.text())
def test_the_gate(words: str) -> None:
    """Nothing that is not printable gets through, and JSON means what it meant."""
    assert printable(words).isprintable()
    data = json.dumps({"a": words}, ensure_ascii=False)
    assert all(char.isprintable() for char in escaped(data))
    assert json.loads(escaped(data)) == {"a": words}


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes_are_refused_or_read(tmp_path: Path, content: bytes) -> None:
    """Whatever a file holds, it is a scenario or there is an error that says why it is none."""
    path = tmp_path / "any.toml"
    path.write_bytes(content)
    assert read_given(path, 400) == content
    try:
        read_scenario(path)
    except ProcedureError as error:
        assert str(error)
