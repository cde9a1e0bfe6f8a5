"""A scenario file that cannot be played is refused with every fault, before anything happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cica_procedure import Inaccessible, InvalidScenario, Scenario, play, read_scenario

GOOD = """
title = "A test"

[[acts]]
at = 2021-06-10T10:00:00+06:00
case = "paper"
procedure = "draft-document"
by = "India"
title = "Concept paper"
kind = "concept-paper"

[[acts]]
case = "soc"
procedure = "meeting"
by = "chair"
body = "SOC"

[[acts]]
case = "soc"
act = "open"
by = "chair"

[[acts]]
case = "paper"
act = "take-up"
by = "chair"
expect = { stage = "before-soc" }

[[expect]]
case = "paper"
stage = "before-soc"
"""


def faults(tmp_path: Path, text: str | bytes) -> str:
    """Return what is said of a file."""
    path = tmp_path / "test.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InvalidScenario) as caught:
        read_scenario(path)
    return str(caught.value)


def test_the_good_one_plays(tmp_path: Path) -> None:
    """The file that is spoilt below is in order."""
    path = tmp_path / "test.toml"
    path.write_text(GOOD, encoding="utf-8")

    assert play(read_scenario(path)).met


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "A test"', 'title = "A test', "is not TOML: "),
        ('title = "A test"\n', "", "test.toml: title: the key 'title' is missing"),
        ('title = "A test"', "title = 1", "test.toml: title: expected a text, found 1"),
        ('title = "A test"', 'title = "A test"\nauthor = "me"', "unknown key 'author'"),
        ("10:00:00+06:00", "10:00:00", "acts[0].at: 2021-06-10T10:00:00 has no offset"),
        ("at = 2021-06-10T10:00:00+06:00\n", "", "acts[0].at: is missing (the first act says when it takes place)"),
        ("2021-06-10T10:00:00+06:00", '"yesterday"', "acts[0].at: expected an instant"),
        ('procedure = "draft-document"', 'procedure = "draft-documnt"', "unknown procedure 'draft-documnt'; did you mean 'draft-document'?"),
        ('procedure = "draft-document"\n', "", "acts[0].case: unknown case 'paper'"),
        ('by = "India"', 'by = "Inda"', "acts[0].by: unknown state or organisation 'Inda'; did you mean 'India'?"),
        ('by = "India"\n', "", "acts[0].by: the key 'by' is missing"),
        ('kind = "concept-paper"', 'kind = "novel"', "acts[0].kind: unknown kind of document 'novel'"),
        ('kind = "concept-paper"\n', "", "acts[0].kind: is missing"),
        ('kind = "concept-paper"', 'kind = "concept-paper"\ncolour = "red"', "acts[0].colour: unknown particular 'colour'"),
        ('body = "SOC"', 'body = "SOK"', "acts[1].body: unknown body 'SOK'; did you mean 'SOC'?"),
        ('act = "open"', 'act = "opne"', "acts[2].act: unknown act of meeting 'opne'; did you mean 'open'?"),
        ('case = "paper"\nact', 'case = "papers"\nact', "acts[3].case: unknown case 'papers'; did you mean 'paper'?"),
        ('act = "take-up"', 'act = "take-up"\nmeeting = "sok"', "acts[3].meeting: unknown meeting 'sok'"),
        ('{ stage = "before-soc" }', '{ stage = "befor-soc" }', "acts[3].expect.stage: unknown stage 'befor-soc'"),
        ('{ stage = "before-soc" }', '{ refused = "quorom" }', "acts[3].expect.refused: unknown requirement 'quorom'"),
        ('{ stage = "before-soc" }', '{ stages = "tabled" }', "acts[3].expect: unknown key 'stages'; did you mean 'stage'?"),
        ('{ stage = "before-soc" }', '"before-soc"', "acts[3].expect: expected a table"),
        ('by = "India"', "by = []", "acts[0].by: expected a text or a list of texts, found an empty list"),
        ('by = "India"', 'by = ["India", "Iran"]', "acts[0].by: a case is opened by one"),
        ('case = "paper"\nprocedure', 'case = ""\nprocedure', "acts[0].case: expected a text, found an empty one"),
        ('case = "paper"\nprocedure', 'case = "a\\nb"\nprocedure', "acts[0].case: is no id"),
        ('case = "soc"\nprocedure', 'case = "paper"\nprocedure', "acts[1].case: 'paper' has been opened before"),
        ('kind = "concept-paper"', 'kind = ["concept-paper"]', "acts[0].kind: unknown kind of document a list"),
        ('kind = "concept-paper"', "kind = 1.5", "acts[0].kind: unknown kind of document 1.5"),
        ('act = "take-up"', f'act = "take-up"\nrevision = {"9" * 5000}', "has a number of more digits"),
        ('act = "take-up"', f'act = "take-up"\nrevision = {"9" * 50}', "acts[3].revision: expected a whole number up to"),
        ('act = "take-up"', 'act = "take-up"\nmeeting = "paper"', "acts[3].meeting: unknown meeting 'paper'; known: soc"),
        ('act = "take-up"\n', "", "acts[3].act: is missing"),
        ('title = "A test"', 'title = "A test"\nrulebook = "cicca"', "unknown rulebook 'cicca'; did you mean 'cica'?"),
        ('title = "A test"', 'title = "A test"\ncontinues = "nope"', "rulebook or continues: "),
        ('stage = "before-soc"\n', "", "expect[0]: expects nothing"),
        ('{ stage = "before-soc" }', '{ decision = "adoptedd" }', "expect.decision: unknown decision 'adoptedd'"),
        ('[[expect]]\ncase = "paper"\nstage = "before-soc"', '[[expect]]\nparty = "India"\nrole = "coordinator"', "expect[0].scope: the role coordinator needs scope"),
        ('[[expect]]\ncase = "paper"', '[[expect]]\ncase = "papier"', "expect[0].case: unknown case 'papier'"),
        ('[[expect]]\ncase = "paper"', "[[expect]]", "expect[0]: is about a case or about a party, one of them"),
        ('[[expect]]\ncase = "paper"', '[[expect]]\nparty = "India"\nrole = "king"', "expect[0].role: unknown role 'king'"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_and_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Whatever is wrong is said with the place, and with the nearest right name where there is one."""
    assert old in GOOD

    assert in_words(said).search(faults(tmp_path, GOOD.replace(old, new, 1)))


def in_words(said: str) -> re.Pattern[str]:
    """Return what is said of a place such as ``acts[0].by``: the line, which act it is counted from one, and the key."""
    place = re.match(r"(acts|expect)\[(\d)\]\.?([\w.]*)(: .*)", said, re.DOTALL)
    if place is None:
        return re.compile(re.escape(said))
    noun, key = {"acts": "act", "expect": "expectation"}[place[1]], f": {place[3]}" if place[3] else ""
    return re.compile(rf":[1-9]\d*: {noun} {int(place[2]) + 1}( \(.*?\))?{re.escape(key + place[4])}", re.DOTALL)


def test_the_line_is_that_of_the_key(tmp_path: Path) -> None:
    """The file, the line and the case, as an editor finds them; of what is missing, the line where the act begins."""
    lines = GOOD.splitlines()
    wrong = faults(tmp_path, GOOD.replace('by = "India"', 'by = "Inda"'))
    begins, by = (lines.index(line) + 1 for line in ("[[acts]]", 'by = "India"'))
    assert f"test.toml:{by}: act 1 (paper): by: unknown" in wrong
    assert f"test.toml:{begins}: act 1 (paper): kind: is missing" in faults(
        tmp_path, GOOD.replace('kind = "concept-paper"\n', "")
    )


def test_all_faults_at_once(tmp_path: Path) -> None:
    """Three mistakes, three lines."""
    spoilt = GOOD.replace('"India"', '"Inda"').replace('act = "open"', 'act = "opne"').replace('"SOC"', '"SOK"')

    assert len(faults(tmp_path, spoilt).splitlines()) == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b'title = "x"\nacts = []', "acts: there is none"),
        (b"\xff\xfe\x00", "byte 0: is not UTF-8 text"),
        (b"#" * 5_000_000, "has 5,000,000 bytes"),
    ],
)
def test_files_that_are_no_scenario(tmp_path: Path, content: bytes, said: str) -> None:
    """An empty, an idle, a binary and a huge file are refused by name."""
    assert said in faults(tmp_path, content)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file and a folder are faults of the disk."""
    with pytest.raises(Inaccessible, match="No such file"):
        read_scenario(tmp_path / "missing.toml")
    with pytest.raises(Inaccessible, match="directory"):
        read_scenario(tmp_path)


def test_a_story_without_a_beginning(tmp_path: Path) -> None:
    """Two scenarios that continue each other are refused."""
    (tmp_path / "a.toml").write_text('title = "a"\ncontinues = "b"\nacts = []', encoding="utf-8")
    (tmp_path / "b.toml").write_text('title = "b"\ncontinues = "a"\nacts = []', encoding="utf-8")
    with pytest.raises(InvalidScenario, match="comes back to itself"):
        read_scenario(tmp_path / "a.toml")


words = st.sampled_from(
    [
        "paper",
        "soc",
        "India",
        "chair",
        "adopt",
        "take-up",
        "draft-document",
        "meeting",
        "SOC",
        "support",
        "",
        "x",
        "tabled",
    ],
)
values = words | st.integers(-1, 3) | st.booleans() | st.lists(words, max_size=2)
keys = st.sampled_from(
    [
        "at",
        "case",
        "act",
        "by",
        "procedure",
        "meeting",
        "revision",
        "reason",
        "note",
        "title",
        "kind",
        "body",
        "position",
    ],
)
acts = st.lists(st.dictionaries(keys, values, max_size=6), max_size=4)


def toml(value: object) -> str:
    """Write a plain value as TOML."""
    match value:
        case bool():
            return str(value).lower()
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case str():
            return f'"{value}"'
        case _:
            return str(value)


@settings(max_examples=200, deadline=None)
@given(acts=acts)
def test_any_acts_are_refused_or_played(
    tmp_path_factory: pytest.TempPathFactory, acts: list[dict[str, object]]
) -> None:
    """Whatever stands in the acts, the file is refused as a scenario or played to its end."""
    lines = [f"\n[[acts]]\n{''.join(f'{key} = {toml(value)}' + chr(10) for key, value in act.items())}" for act in acts]
    path = tmp_path_factory.mktemp("any") / "any.toml"
    path.write_text(GOOD.partition("[[expect]]")[0] + "".join(lines), encoding="utf-8")
    try:
        scenario = read_scenario(path)
    except InvalidScenario as refused:
        assert all(fault.place and fault.problem for fault in refused.faults)
        return
    assert isinstance(scenario, Scenario)
    assert len(play(scenario).played) == len(scenario.acts)
