"""A rulebook that is unfit is refused with every fault, each by its file and key."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spoilt import copied, refused

from cica_procedure import Inaccessible, InvalidRulebook, load
from cica_procedure.loading import loader
from cica_procedure.loading.toml_reader import parse_bytes, read_table


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped rulebook that may be spoilt."""
    return copied("cica", tmp_path)


DRAFT = "procedures/draft-document.toml"
OBSERVER = "procedures/observer-application.toml"
LADDER = "parts/ladder.toml"
POSITIONS = "parts/positions.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("rulebook.toml", 'id = "cica"', 'id = "cica', "cica/rulebook.toml: is not TOML"),
        ("rulebook.toml", 'id = "cica"', "id = 5", "cica/rulebook.toml: id: expected a text, found 5"),
        ("rulebook.toml", 'id = "cica"\n', "", "cica/rulebook.toml: id: the key 'id' is missing"),
        ("rulebook.toml", 'id = "cica"', 'id = "cica"\nidd = 1', "unknown key 'idd'; did you mean 'id'?"),
        ("rulebook.toml", '"no-objection"', '"majority"', "consensus: unknown rule of decision 'majority'"),
        ("rulebook.toml", "numerator = 2", 'numerator = "two"', "quorum: 'two/3' is no threshold"),
        ("rulebook.toml", 'held-by = "chair"', 'held-by = "chairs"', "offices.chair.held-by: unknown role 'chairs'"),
        ("rulebook.toml", "2021-10-12", "2001-10-12", "editions.2021: does not come into force after 2004"),
        ("rulebook.toml", "[rules.quorum]", "[rules.quorrum]", "rules.quorrum: unknown requirement 'quorrum'"),
        ("rulebook.toml", 'zone = "Asia/Almaty"', 'zone = "Asia/Astana"', "zone: 'Asia/Astana' is no time zone"),
        ("rulebook.toml", 'zone = "Asia/Almaty"', 'zone = "../etc/passwd"', "is no time zone; give the IANA name"),
        ("kinds.toml", 'decided-by = "SOC"', 'decided-by = "SOK"', "kinds.concept-paper.decided-by: unknown body 'SOK'"),
        ("kinds.toml", "[C]", "", "kinds.concept-paper.cites: cites nothing with a mark"),
        ("parties.toml", '"Azerbaijan"', '"Afghanistan"', "parties.AZE: 'afghanistan' is a name of AFG too"),
        ("register.toml", 'party = "AFG"', 'party = "AFK"', "tenures[0].party: unknown state or organisation 'AFK'"),
        ("register.toml", 'role = "member"', 'role = "membre"', "tenures[0].role: unknown role 'membre'"),
        ("register.toml", "since = 1999-09-14", 'since = "1999"', "cica/register.toml: tenures[0].since: expected a day"),
        ("register.toml", "until = 2008-08-01", "until = 2000-08-01", "until: is not after since"),
        ("register.toml", "since = 2018-09-24\nuntil = 2020-09-24", "since = 2018-09-20", "overlaps"),
        ("areas.toml", "tourism =", "tourisme =", "scope: unknown area 'tourism'; did you mean 'tourisme'?"),
        (DRAFT, 'edition = "2004"', 'edition = "2005"', f"cica/{DRAFT}: edition: unknown edition '2005'"),
        (DRAFT, 'act = "adopt"', 'akt = "adopt"', "steps[1]: unknown key 'akt'; did you mean 'act'?"),
        (LADDER, 'to = "agreed"', 'to = "agred"', "(agree).to: unknown stage 'agred'; did you mean 'agreed'?"),
        (LADDER, 'from = "before-swg"', 'from = "nowhere"', f"cica/{LADDER}: steps[9] (agree).from: unknown stage 'nowhere'"),
        (DRAFT, '"ladder"', '"leader"', f"cica/{DRAFT}: parts: unknown part 'leader'; did you mean 'ladder'?"),
        (DRAFT, 'decision = "adopted"', 'fields = { x = "text" }\ndecision = "adopted"', "who is silent gives no reason"),
        (DRAFT, 'kind = "kind", area', 'kind = "kind", due = "text", area', "fields.due: has a meaning of its own and is a day"),
        (DRAFT, 'title = "text", kind', 'title = "number", kind', "fields.title: has a meaning of its own and is a text"),
        (LADDER, 'due-at = "text?"', 'due-at = "number?"', "fields.due-at: has a meaning of its own and is a text"),
        (DRAFT, 'kind = "kind", area', 'kind = "kind", rules = "text?", area', "fields.rules: says under which rules a record goes on"),
        ("procedures/treaty.toml", 'enlist = "signed"', 'enlist = "title"', "effects: 'title' has a meaning of its own and is no list"),
        ("parts/silence.toml", '"by-silence", ', "", "the effect 'open-silence' requires 'by-silence'"),
        ("parts/silence.toml", 'lasts = "duration?"', 'lasts = "day?"', "fields.lasts: has a meaning of its own"),
        (OBSERVER, 'to = "before-swg"\nbody = "SWG"', 'to = "before-swg"', "neither the step nor the stage has a body"),
        (DRAFT, "silence = true", "silence = 1", "silence: expected true or false, found 1"),
        (LADDER, 'act = "defer"', 'silence = true\nact = "defer"', "(defer).silence: only a decision can be taken by silence"),
        ("rulebook.toml", '"no-objection"', '"affirmation"', "under 'affirmation' every member has to speak"),
        ("rulebook.toml", 'length = "P14D"', 'length = "P1M"', "silence.length: expected a duration such as P14D"),
        ("rulebook.toml", "2024-01-01", '"soon"', "calendar.holidays.2024[0]: expected a day"),
        (LADDER, 'by = "proposer"', 'by = "anybody"', "(withdraw).by: unknown actor 'anybody'"),
        (DRAFT, '"quorum"', '"quorom"', "requires: unknown requirement 'quorom'; did you mean 'quorum'?"),
        (LADDER, 'effects = "revise"', 'effects = "revize"', "(amend).effects: unknown effect 'revize'"),
        (DRAFT, 'kind = "kind"', 'kind = "sort"', "fields.kind: unknown type 'sort'"),
        (DRAFT, '{ decided-by = "SOC" }', '"decided-by"', "'decided-by' needs a body"),
        (DRAFT, '{ decided-by = "SOC" }', '{ decided-by = "SOX" }', "unknown body 'SOX'; did you mean 'SOC'?"),
        (DRAFT, '"consensus"', '{ consensus = "most" }', "unknown rule 'most'"),
        (DRAFT, '"consensus"', '{ consensus = "minus-one" }', "takes the field subject = 'party'"),
        (DRAFT, '"consensus", { decided-by = "SOC" }', '{ decided-by = "SOC" }', "a step that decides requires 'consensus'"),
        (DRAFT, '"quorum", "consensus", { decided-by = "SOC" }', '"consensus"', "a step that decides in a meeting requires 'quorum'"),
        (DRAFT, 'requires = ["meeting", "quorum",', 'requires = ["quorum",', "'meeting' is required with it"),
        (DRAFT, "final = true, decided", "decided", "stages.adopted: is a trap"),
        (DRAFT, 'decision = "adopted"', "", "(adopt).decision: is missing: 'adopted' is reached by a decision only"),
        (OBSERVER, 'decision = "granted"', "", "the effect 'begin' follows from a decision only"),
        (OBSERVER, 'before-soc = { body = "SOC" }', "before-soc = {}", "(grant).decision: is taken by no body"),
        ("rulebook.toml", "numerator = 2", "numerator = -1", "quorum"),
        ("rulebook.toml", "denominator = 3", "denominator = 1", "is more than all of them"),
        ("parties.toml", "AZE = {", "chair = {", "is a name of the office too"),
        (DRAFT, 'kind = "kind", area', 'kind = "kind", reason = "text", area', "fields.reason: every act has this"),
        (DRAFT, 'act = "table"', 'act = ""', "expected a text, found an empty one"),
        (DRAFT, "deferred = {}", "deferred = {}\nlost = {}", "stages.lost: cannot be reached"),
        (DRAFT, "tasked = {}", "tasked = { final = true }", "(take-up).from: 'tasked' is an end"),
        (LADDER, "report to the SWG [C]", "report to the SWG", "(report).cites: cites nothing with a mark"),
        (LADDER, 'act = "return"', 'act = "defer"', "fields: differ from those of the same act"),
        (LADDER, 'act = "send-up"', 'act = "agree"', "competes with steps"),
        (LADDER, 'act = "amend"', 'act = "table"', "differ from those of the same act"),
        (DRAFT, "tabled = {}", "new = {}\ntabled = {}", "stages.new: is the stage before the first act"),
        (OBSERVER, 'edition = "2004"', 'edition = "2021"', "stands in observer-application-2021.toml already"),
        (OBSERVER, 'from = "new"', 'from = "applied"', "no act opens a case"),
        (POSITIONS, 'fields = { position = "position" }', "", "'position' needs the particular 'position'"),
        ("procedures/meeting.toml", "in-session = { in-session = true }", "in-session = {}", "is in-session"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_and_key(folder: Path, file: str, old: str, new: str, said: str) -> None:
    """Whatever is wrong is said with the place, and with the nearest right name where there is one."""
    assert said in refused(folder, file, old, new)


def test_all_faults_at_once(folder: Path) -> None:
    """Faults of several files come together."""
    (folder / "areas.toml").write_text("dimensions = 5", encoding="utf-8")
    said = refused(folder, OBSERVER, 'by = "chair"', "by = 7")

    assert "cica/areas.toml: dimensions: expected a table" in said
    assert f"cica/{OBSERVER}: steps[1].by: expected a text or a list of texts, found 7" in said


def test_a_table_stands_in_one_file(folder: Path) -> None:
    """The same table in two files is a fault of the second."""
    said = refused(folder, "rulebook.toml", 'id = "cica"', 'id = "cica"\nkinds = {}')

    assert "kinds: stands in kinds.toml already" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"#" * 5_000_000, "at most 4,000,000 are read"),
        (b"a = " + b"[" * 5000, "is n"),
    ],
)
def test_files_that_are_no_text(folder: Path, content: bytes, said: str) -> None:
    """An empty, a huge, a binary and a bottomless file are refused by name."""
    (folder / "kinds.toml").write_bytes(content)
    with pytest.raises(InvalidRulebook) as caught:
        load(folder)

    assert "cica/kinds.toml" in str(caught.value)
    assert said in str(caught.value)


def test_a_rulebook_that_is_not_there(tmp_path: Path) -> None:
    """An unknown name gets the nearest known one."""
    with pytest.raises(Inaccessible, match="did you mean 'cica'"):
        load("cicca")
    with pytest.raises(Inaccessible, match="unknown rulebook"):
        load(tmp_path / "nothing")


def test_a_copy_is_a_rulebook(folder: Path) -> None:
    """A folder anywhere serves as well as a shipped one."""
    assert load(folder).id == "cica"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.slow
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_shape_is_refused_or_loaded(monkeypatch: pytest.MonkeyPatch, data: st.DataObject) -> None:
    """Whatever stands in the place of any value of any file, the loader refuses it as a rulebook or loads it."""
    chosen = data.draw(st.sampled_from(sorted((loader.SHIPPED / "cica").rglob("*.toml"))))
    spoilt = read_table(chosen)
    _replace(spoilt, data)
    name = str(Path("cica") / chosen.relative_to(loader.SHIPPED / "cica"))
    monkeypatch.setattr(
        loader, "parse_bytes", lambda content, place: spoilt if place == name else parse_bytes(content, place)
    )
    try:
        rules = loader._compile_text(loader.read_rules("cica"))
    except InvalidRulebook as refused:
        assert refused.faults
        assert all(fault.place and fault.problem for fault in refused.faults)
    else:
        assert rules.procedures


def _replace(table: object, data: st.DataObject) -> None:
    """Put something else in the place of one value, anywhere in a table."""
    while True:
        if isinstance(table, dict) and table:
            key = data.draw(st.sampled_from(sorted(table)))
        elif isinstance(table, list) and table:
            key = data.draw(st.integers(0, len(table) - 1))
        else:
            return
        if not isinstance(table[key], dict | list) or not table[key] or data.draw(st.booleans()):
            table[key] = data.draw(values)
            return
        table = table[key]
