"""What is going on, as data: an act, the day at a glance, what is possible, who said what; see `answers`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from cica_procedure.conference.view import View
from cica_procedure.core.decide import Option
from cica_procedure.core.due import Due
from cica_procedure.core.objections import Fate, Objection
from cica_procedure.core.situation import asked
from cica_procedure.core.state import State
from cica_procedure.record.row import plain_of, row_of
from cica_procedure.reports.answers import (
    ActAnswer,
    CaseAnswer,
    DueData,
    ObjectionData,
    OptionData,
    SaidAnswer,
    SaidData,
    SessionData,
    SilenceData,
    StatusAnswer,
    TenureData,
)
from cica_procedure.reports.run_json import case_data, finding_data
from cica_procedure.terms import Case, Entry, Finding, Position, Silence, Tenure

SOON = timedelta(days=7)
"""How far ahead something is due soon."""


def act_data(
    case: Case, entries: Iterable[Entry], possible: Iterable[Option], findings: Iterable[Finding], *, recorded: bool
) -> ActAnswer:
    """
    Return what one act did, or why it is refused.

    Args:
        case: the case as it stands.

        entries: the entries that the act made, or would make; the last is its own.

        possible: the acts that are possible next.

        findings: what is not met, when it is refused.

        recorded: whether it is on the record now.
    """
    unmet = [*map(finding_data, findings)]
    told = [plain_of(row_of(entry)) for entry in entries]
    following = [option_data(case.id, option) for option in possible]
    return ActAnswer(recorded, bool(unmet), case_data(case), told, following, unmet)


def option_data(case: str, option: Option) -> OptionData:
    """Return an act that is possible on a case, or not, as data."""
    unmet = [*map(finding_data, option.unmet)]
    return OptionData(case, option.act, option.open, [*option.by], dict(option.fields), unmet)


def history_data(case: Case, entries: Iterable[Entry]) -> CaseAnswer:
    """Return a case with its entries."""
    return CaseAnswer(case_data(case), [plain_of(row_of(entry)) for entry in entries])


def status_data(view: View, at: datetime) -> StatusAnswer:
    """Return the day at a glance: meetings in session, silence, what is due within a week and overdue, objections."""
    state, rules = view.as_of(at=at), view.rulebook
    due = state.due(at)
    return StatusAnswer(
        at=at.astimezone(rules.zone).isoformat(timespec="minutes"),
        zone=rules.zone.key,
        head=str(view.head()),
        in_session=[
            SessionData(meeting.id, meeting.body, len(meeting.present), [*meeting.agenda], meeting.item)
            for meeting in state.meetings_at(at)
            if meeting.in_session
        ],
        silences=[_silence(view, state, name, silence, at) for name, silence in state.silences.items()],
        due=[due_data(view, each, at) for each in due if _is_soon(view, each, at)],
        overdue=[due_data(view, each, at) for each in due if is_overdue(each)],
        objections=[objection_data(each) for each in view.objections(at=at) if each.fate is Fate.STANDING],
        open=[case_data(case) for case in state.docket() if not case.closed],
    )


def said_data(view: View, case: Case, at: datetime) -> SaidAnswer:
    """Return who has said what on a case, in each body, and who has said nothing in the body it is before."""
    body = view.rulebook.procedure_of(case).stages[case.stage].body
    spoken: Mapping[str, Position] = case.positions.get(body, {})
    members = asked(view.rulebook, case, view.members(at, body)) if body else set()
    positions = [
        SaidData(
            body=where,
            member=member,
            position=position.word,
            revision=position.revision,
            current=position.revision == case.revision,
            at=position.at.isoformat(),
            hand=position.hand or "told",
            reason=position.reason,
        )
        for where, stated in case.positions.items()
        for member, position in stated.items()
    ]
    return SaidAnswer(case_data(case), positions, body, sorted(members - spoken.keys()))


def objection_data(objection: Objection) -> ObjectionData:
    """Return an objection, and what became of it."""
    entry = objection.entry
    return ObjectionData(
        case=entry.case,
        member=entry.party,
        body=entry.body,
        position=entry.position or "",
        concern=objection.concern,
        revision=objection.revision,
        at=entry.at.isoformat(),
        reason=entry.reason,
        fate=str(objection.fate),
        by_entry=objection.by.n if objection.by is not None else 0,
    )


def tenure_data(tenure: Tenure) -> TenureData:
    """Return who holds a role, from when to when."""
    ends = tenure.until.isoformat() if tenure.until else ""
    return TenureData(tenure.role, tenure.scope, tenure.party, tenure.since.isoformat(), ends)


def due_data(view: View, due: Due, at: datetime) -> DueData:
    """Return what is due."""
    owner = view.rulebook.name_of(due.owner, at)
    case = due.case
    return DueData(case.id, due.act, case.stage, due.words, owner, case.title, is_overdue(due), due.known)


def is_overdue(due: Due) -> bool:
    """Return whether something is overdue, or due at what is not on the record or will never be over."""
    return due.over or due.cancelled or not due.known


def _silence(view: View, state: State, name: str, silence: Silence, at: datetime) -> SilenceData:
    case = state.case(name)
    spoken: Mapping[str, Position] = case.positions.get(silence.body, {})
    members = asked(view.rulebook, case, view.members(at, silence.body))
    until, silent = silence.expires.isoformat(), sorted(members - spoken.keys())
    return SilenceData(name, silence.act, silence.body, until, silence.due(at), [*silence.holds], silent)


def _is_soon(view: View, due: Due, at: datetime) -> bool:
    """Return whether something is due within a week, or by a meeting that is not over."""
    if is_overdue(due):
        return False
    day = _day(view, due)
    return day is None or view.rulebook.day(at) <= day <= view.rulebook.day(at + SOON)


def _day(view: View, due: Due) -> date | None:
    """Return the day by which something is due; ``None`` when it is due by a meeting."""
    try:
        words = datetime.fromisoformat(due.words)
    except ValueError:
        return None
    return view.rulebook.day(words) if words.tzinfo else words.date()
