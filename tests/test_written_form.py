"""
The written form of a record, on which files that are kept for years depend.

Whoever has to change an expected value here changes what older records are taken for: raise `VERSION` with it.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from cica_procedure import Entry
from cica_procedure.record.chain import genesis, inner, link
from cica_procedure.record.guard import VERSION
from cica_procedure.record.row import entry_of, hashed, plain_of, row_of, row_of_plain
from cica_procedure.record.tables import statements
from cica_procedure.terms import SILENCE, Change

AT = datetime.fromisoformat("2024-03-14T18:00:00+05:00")
SAID = Entry(
    case="guidelines",
    n=3,
    procedure="draft-document",
    edition="2021",
    act="adopt",
    actor="chair",
    party="KAZ",
    at=AT,
    recorded=datetime.fromisoformat("2024-03-19T12:00:00+05:00"),
    from_stage="before-soc",
    to_stage="adopted",
    closed=True,
    body="SOC",
    meeting="soc",
    revision=2,
    decision="adopted",
    roll={"TUR": "reservation", "KAZ": "silent"},
    rule="reservations",
    despite=True,
    position="reservation",
    does="neutral",
    reason='Türkiye: "in the capital"\n',
    details={
        "title": "Руководство\u2028\\",
        "number": 7,
        SILENCE: {"act": "adopt", "body": "SOC", "by": "chair", "opened": AT.isoformat(), "expires": AT.isoformat()},
    },
    changes=(Change("observer", "KWT", begins=False, since=AT),),
    corrects=1,
    cites="A rule [A]",
    hand="own",
    letter="9f86",
    said='{"signed":"2024-03-14T18:00:00+05:00"}',
    proof="— cica/KAZ AAAA",
    hands={"TUR": "letter"},
    title="Guidelines",
)
CONTENT = (
    '["draft-document","2021","adopt","chair","KAZ","2024-03-14T18:00:00+05:00","2024-03-19T12:00:00+05:00",'
    '"before-soc","adopted",true,"SOC","soc",2,"adopted",{"KAZ":"silent","TUR":"reservation"},"reservations",true,'
    '"reservation","neutral","Türkiye: \\"in the capital\\"\\n",{"number":7,"title":"Руководство\u2028\\\\"},'
    '{"act":"adopt","body":"SOC","by":"chair","expires":"2024-03-14T18:00:00+05:00",'
    '"opened":"2024-03-14T18:00:00+05:00"},'
    '[{"begins":false,"party":"KWT","role":"observer","since":"2024-03-14T18:00:00+05:00"}],1,"A rule [A]",'
    '"own","9f86","{\\"signed\\":\\"2024-03-14T18:00:00+05:00\\"}","— cica/KAZ AAAA",{"TUR":"letter"},"Guidelines"]'
)


def test_what_is_written_of_an_entry() -> None:
    """Everything an entry says stands in its place, and is read back from there."""
    assert row_of(SAID) == ("guidelines", 3, 1, CONTENT)
    assert entry_of(row_of(SAID)) == SAID
    assert row_of_plain(plain_of(row_of(SAID))) == row_of(SAID)


def test_what_is_hashed_of_it() -> None:
    """The number, the case, the place and whether others depend on it; then the text itself."""
    assert hashed(17, row_of(SAID)) == f'[17,"guidelines",3,1]{CONTENT}'.encode()
    before = sha256(b"id: 17\nrulebook: cica\nrules: 9f86\nsince: 2024-01-01T00:00:00+05:00\n")
    header = {"rulebook": "cica", "since": "2024-01-01T00:00:00+05:00", "rules": "9f86", "id": "17"}
    assert genesis(header) == before.hexdigest()
    within = sha256(f'[17,"guidelines",3,1]{CONTENT}'.encode()).digest()
    assert link(before.digest(), inner(hashed(17, row_of(SAID)))) == sha256(before.digest() + within).digest()


def test_what_a_record_is_made_of() -> None:
    """The tables, guards and views of this version are these, to the letter."""
    assert VERSION == 7
    assert (
        sha256("\n".join(statements()).encode()).hexdigest()
        == "8adaea1b37b341059e8e2df0ddefce223aace35b83db902408c05213b7a7e22c"
    )
