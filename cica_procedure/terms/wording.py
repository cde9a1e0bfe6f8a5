"""The words of findings: for each requirement, the clauses for the fact and for the cure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from cica_procedure.terms.wording_of_record import WRONG

Facts = Mapping[str, Any]


def fact(requirement: str, facts: Facts) -> str:
    """Return one clause that says why a requirement is not met."""
    return WORDS[requirement][0](facts)


def cure(requirement: str, facts: Facts) -> str:
    """Return one clause that says how this can be changed and by whom."""
    return WORDS[requirement][1](facts)


def listed(items: Iterable[object], last: str = "and") -> str:
    """Return words joined as in a sentence: ``a, b and c``."""
    *first, final = [str(item) for item in items] or [""]
    return f"{', '.join(first)} {last} {final}" if first else final


def instant(at: datetime) -> str:
    """Return an instant in words: ``23 June 2021, 11:00 +06:00``."""
    return f"{at.day} {at:%B %Y, %H:%M} {at.isoformat()[-6:]}"


def _actor(facts: Facts) -> str:
    if facts["vacant"]:
        return f"nobody holds the office of {facts['actor']} on {instant(facts['vacant'])}"
    is_what = f", {listed(facts['roles'])}" if facts["roles"] else ""
    coming = " ({} only from {})".format(facts["coming"][0], instant(facts["coming"][1])) if facts["coming"] else ""
    return f"{facts['act']} is for {listed(facts['who'], 'or')}, not for {facts['actor']}{is_what}{coming}"


def _stage(facts: Facts) -> str:
    if facts["stage"] == "new":
        return f"{facts['act']} needs a case that has been opened"
    where = "opens a case" if facts["stages"] == ("new",) else f"is possible only at {listed(facts['stages'], 'or')}"
    return f"{facts['act']} {where}, and the case is {facts['stage']}"


def _stage_cure(facts: Facts) -> str:
    if not facts["possible"]:
        return "the case has come to its end; open a new one"
    return f"possible now: {listed(facts['possible'])}"


def _time(facts: Facts) -> str:
    then = f"{instant(facts['at'])} is before {instant(facts['not_before'])}"
    if not facts["act"]:
        return f"{then}, when the record begins"
    if facts["meeting"]:
        return f"{then}, when {facts['act']} was done in the meeting, in the case {facts['case']}"
    return f"{then}, when the case last moved ({facts['act']})"


def _ran_ahead(setting: tuple[str, str]) -> str:
    act, procedure = setting
    return f", or record by {act}, in a case of {procedure}, that it ran ahead"


def _came_out(entry: tuple[str, str, datetime]) -> str:
    act, case, at = entry
    return f"{act} in {case} on {instant(at)}"


def _meeting(facts: Facts) -> str:
    if "rivals" in facts:
        return f"several meetings are in session: {listed(facts['rivals'])}"
    if facts["meets"] and facts["meets"] != facts["body"]:
        return f"{facts['meeting']} is a meeting of the {facts['meets']}, not of the {facts['body']}"
    if facts["meets"]:
        return f"{facts['meeting']} is not in session on {instant(facts['at'])}"
    if facts["meeting"]:
        return f"there is no meeting {facts['meeting']} on {instant(facts['at'])}"
    return f"no meeting of the {facts['body']} is in session on {instant(facts['at'])}"


def _meeting_cure(facts: Facts) -> str:
    if "rivals" in facts:
        return "name the meeting"
    return f"{listed(facts['who'], 'or')} convenes and opens a meeting of the {facts['body']}"


def _quorum(facts: Facts) -> str:
    return f"{facts['present']} of {facts['members']} members are present, {facts['needed']} are needed"


def _quorum_cure(facts: Facts) -> str:
    short = facts["needed"] - facts["present"]
    return f"{short} more member{'s arrive' if short > 1 else ' arrives'}"


def _consensus(facts: Facts) -> str:
    if not facts["members"]:
        return "nobody has a say in the decision"
    said = [_objection(facts["revision"], *objection) for objection in facts["objections"]]
    if said and facts["allowed"]:
        said.append(f"no more than {facts['allowed']} may object")
    if facts["more"] and facts["more"] == len(facts["awaited"]):
        said.append(f"{listed(facts['awaited'])} {_have(facts['awaited'])} not expressed {_words(facts)}")
    elif facts["more"]:
        said.append(f"{facts['more']} more of the {facts['members']} with a say must express {_words(facts)}")
    return listed(said)


def _objection(revision: int, party: object, word: str, reason: str) -> str:
    what = "objects to revision" if word == "objection" else f"has stated {word} on revision"
    return f"{party} {what} {revision}" + (f" ({reason})" if reason else "")


def _words(facts: Facts) -> str:
    return listed(facts["words"], "or")


def _consensus_cure(facts: Facts) -> str:
    objectors = list(dict.fromkeys(party for party, _, _ in facts["objections"]))
    withdrawing = [f"{listed(objectors)} {'withdraw' if len(objectors) > 1 else 'withdraws'} it"] if objectors else []
    if facts["amendable"]:
        withdrawing.append("or a new revision is tabled")
    cures = [", ".join(withdrawing)] if withdrawing else []
    if facts["awaited"]:
        everyone = facts["more"] == len(facts["awaited"])
        express = "express" if everyone and len(facts["awaited"]) > 1 else "expresses"
        cures.append(f"{listed(facts['awaited'], 'and' if everyone else 'or')} {express} {_words(facts)}")
    return "; ".join(cures)


def _have(parties: Iterable[object]) -> str:
    return "have" if len(list(parties)) > 1 else "has"


def _do(parties: Iterable[object]) -> str:
    return "do" if len(list(parties)) > 1 else "does"


def _taken(facts: Facts) -> str:
    return listed(f"{holder} is {role} for {scope} already" for holder, role, scope in facts["taken"])


def _silence(facts: Facts) -> str:
    until = f"held by {listed(facts['held'])}" if facts["held"] else f"running until {instant(facts['expires'])}"
    return f"a silence period on the decision to {facts['decides']} is {until}: nothing else moves the case or its text"


def _silence_cure(facts: Facts) -> str:
    cures = [f"{listed(facts['breaking'], 'or')} breaks the silence"] if facts["breaking"] else []
    cures += [f"{listed(facts['ending'], 'or')} ends it"] if facts["ending"] else []
    return ", ".join([*cures, "or it comes to its end"]) if cures else "it comes to its end"


def _silence_length(facts: Facts) -> str:
    if "problem" in facts:
        return str(facts["problem"])
    if "expires" in facts:
        return f"the silence period would end on {instant(facts['expires'])}, not after {instant(facts['at'])}"
    return f"a silence period of {facts['length']} is not between {facts['shortest']} and {facts['longest']}"


def _far_enough(facts: Facts) -> str:
    if facts["stage"]:
        return f"{facts['case']} is {facts['stage']}"
    return f"{facts['case']} is not on the record" if facts["case"] else f"no case is named as {facts['detail']}"


def _bring(facts: Facts) -> str:
    if not facts["stages"]:
        return "open it first" if facts["case"] else f"name one as {facts['detail']}"
    return f"bring {facts['case']} to {listed(facts['stages'], 'or')} first"


def _by_silence(facts: Facts) -> str:
    possible = f"; by silence: {listed(facts['possible'])}" if facts["possible"] else ""
    return f"the {facts['body']} cannot {facts['act']} by silence where the case stands{possible}"


def _agenda(facts: Facts) -> str:
    if not facts["listed"]:
        return f"{facts['case']} is not on the agenda of {facts['meeting']}"
    other = f", {facts['item']} has" if facts["item"] else ""
    return f"{facts['case']} has not been called in {facts['meeting']}{other}"


def _later_edition(facts: Facts) -> str:
    if facts["stage"]:
        return f"edition {facts['edition']} knows no such stage {facts['stage']}: the case might have no way out"
    return f"no edition later than that of the case is in force; the one in force is {facts['edition']}"


def _corrigible_cure(facts: Facts) -> str:
    cures = [f"name {listed(facts['known'], 'or')}, and the entry that gave it last"] if facts["known"] else []
    cures += [f"what a body decides on is changed by {listed(facts['changing'], 'or')}"] if facts["changing"] else []
    return "; ".join([*cures, "anything else is put right in words, as remarks"])


Words = Callable[[Facts], str]

_WRONG: tuple[Words, Words] = (lambda f: WRONG[f["wrong"]][0].format(**f), lambda f: WRONG[f["wrong"]][1].format(**f))

WORDS: Mapping[str, tuple[Words, Words]] = {
    "actor": (
        _actor,
        lambda f: "the register has to say who holds it" if f["vacant"] else f"{listed(f['who'], 'or')} does it",
    ),
    "stage": (_stage, _stage_cure),
    "time": (
        _time,
        lambda f: (
            "a clock that ran ahead has put it there: go on in a new case"
            if f.get("ahead")
            else f"give an instant from {instant(f['not_before'])} on"
        ),
    ),
    "ahead": (
        lambda f: f"{instant(f['at'])} is still to come: by the clock it is {instant(f['recorded'])}",
        lambda f: f"give an instant up to {instant(f['recorded'])}, or none; a day to come is given as due or until",
    ),
    "clock": (
        lambda f: f"by the clock it is {instant(f['now'])}, and the last entry was recorded on {instant(f['last'])}",
        lambda f: "set the clock right" + "".join(map(_ran_ahead, f["acts"])),
    ),
    "sole": (
        lambda f: f"{listed(f['parties'])} would both be {f['role']} on {instant(f['since'])}",
        lambda _: "let the one leave before the other begins",
    ),
    "late": (
        lambda f: (
            f"with effect from {instant(f['at'])}, {listed(map(_came_out, f['entries']))} would have ended otherwise"
        ),
        lambda f: f"let it take effect from {instant(f['last'])} on, or let those decisions be taken again first",
    ),
    "meeting": (_meeting, _meeting_cure),
    "quorum": (_quorum, _quorum_cure),
    "consensus": (_consensus, _consensus_cure),
    "decided-by": (
        lambda f: f"the {f['decider']} decides a document of the kind {f['kind']}",
        lambda f: f"put it to the {f['decider']}",
    ),
    "corrigible": (
        lambda f: f"entry {f['entry']} of {f['entries']} is not where a wording of that name stands",
        _corrigible_cure,
    ),
    "new-party": _WRONG,
    "new-rules": _WRONG,
    "hand": _WRONG,
    "said": (
        lambda f: f"{f['case']} has {f['entries']} entries, and none of the number {f['entry']}",
        lambda _: "give the number of the entry in its case",
    ),
    "carried": (_far_enough, _bring),
    "reached": (_far_enough, _bring),
    "proxy": (
        lambda f: f"{f['actor']} is no proxy of {f['party']}",
        lambda f: f"{f['party']} speaks for itself, or makes {f['actor']} its proxy first",
    ),
    "presence": (
        lambda f: f"{listed(f['strangers'])} {_have(f['strangers'])} no seat: not a member on {instant(f['at'])}",
        lambda _: "name only members as present",
    ),
    "holds": (
        lambda f: f"{f['party']} is not {f['role']} on {instant(f['at'])}",
        lambda f: f"{f['party']} becomes {f['role']} first",
    ),
    "lacks": (
        lambda f: f"{f['party']} is {f['role']} already on {instant(f['at'])}",
        lambda _: "there is nothing to decide",
    ),
    "silence": (_silence, _silence_cure),
    "silence-length": (_silence_length, lambda _: "choose another end"),
    "silence-running": (
        lambda _: "no silence period runs on the case",
        lambda f: f"{listed(f['who'], 'or')} opens one" if f["who"] else "a silence period has to run first",
    ),
    "no-silence": (
        lambda f: f"a silence period runs already, until {instant(f['expires'])}",
        lambda _: "extend it, or end it first",
    ),
    "by-silence": (_by_silence, lambda _: "name a decision that can be taken by silence"),
    "holding": (lambda f: f"{f['actor']} does not hold the silence", lambda _: "there is nothing to release"),
    "not-holding": (lambda f: f"{f['actor']} holds the silence already", lambda _: "there is nothing to add"),
    "session": (
        lambda f: f"{f['meeting']} exchanges views and decides nothing",
        lambda f: f"{listed(f['who'], 'or')} convenes a meeting of the {f['body']} that decides",
    ),
    "ground": (
        lambda f: f"{f['act']} is decided by silence only",
        lambda f: (
            f"{listed(f['who'], 'or')} opens a silence period" if f["who"] else "a silence period has to run first"
        ),
    ),
    "link": (
        lambda f: f"no case {listed(f['missing'], 'or')} is on the record",
        lambda _: "name a case that is, or open it first",
    ),
    "undecided": (
        lambda f: f"revision {f['revision']} has been {f['decision']} by the {f['body']} already",
        lambda f: f"another text, by {listed(f['acts'], 'or')}" if f["acts"] else "there is nothing to decide",
    ),
    "after": (
        lambda f: (
            f"{f['clock']} has not run out: it ends on {instant(f['end'])}"
            if f["end"]
            else f"{f['clock']} {'stands still' if f['still'] else 'does not run'}"
        ),
        lambda f: (
            "wait until then"
            if f["end"]
            else "what holds it is taken back first"
            if f["still"]
            else f"{listed(f['acts'], 'or')} begins it"
        ),
    ),
    "before": (
        lambda f: f"{f['clock']} ran out on {instant(f['end'])}" if f["end"] else f"{f['clock']} does not run",
        lambda f: f"{listed(f['acts'], 'or')} begins it" if f["acts"] else "",
    ),
    "agenda": (
        _agenda,
        lambda f: f"{listed(f['who'], 'or')} {'calls it' if f['listed'] else 'adds it to the agenda and calls it'}",
    ),
    "next-item": (
        lambda f: f"{f['item']} is not the next item of the agenda",
        lambda f: f"call or pass over {f['next']} first" if f["next"] else "add it to the agenda",
    ),
    "stated": (
        lambda f: f"the case has no {f['detail']} yet",
        lambda f: f"{listed(f['acts'], 'or')} says it" if f["acts"] else "say it with the act",
    ),
    "unstated": (lambda f: f"the case has a {f['detail']} already", lambda _: "there is nothing to add"),
    "untaken": (
        lambda f: f"the {f['fact']} {f['value']} has been decided on in {listed(f['cases'])}",
        lambda _: "there is nothing left to decide",
    ),
    "unlisted": (lambda f: f"{f['party']} is among the {f['list']} already", lambda _: "there is nothing to add"),
    "complete": (
        lambda f: (
            f"{listed(f['missing'])} {_have(f['missing'])} not {f['list']} yet"
            if f["more"] == len(f["missing"])
            else f"{f['more']} more of {listed(f['missing'], 'or')} must have {f['list']}"
        ),
        lambda f: (
            f"{listed(f['missing'])} {_do(f['missing'])} so"
            if f["more"] == len(f["missing"])
            else f"{listed(f['missing'], 'or')} does so"
        ),
    ),
    "trait": (
        lambda f: f"{f['party']} does not meet the condition {f['trait']!r}",
        lambda _: "the rule would have to change",
    ),
    "not-in-force": (
        lambda f: (
            f"edition {f['edition']} cannot come into force on {f['day']}, before it is adopted"
            if f["day"]
            else f"edition {f['edition']} is in force already, or has been adopted"
        ),
        lambda f: "give a later day, or none" if f["day"] else "name another edition",
    ),
    "later-edition": (_later_edition, lambda _: "the case stays with its edition"),
    "reason": (lambda f: f"{f['act']} needs a reason", lambda _: "say why"),
    "reasoned-objection": (lambda f: f"{f['member']} objects without a reason", lambda f: f"{f['member']} says why"),
    "objecting": (
        lambda f: f"{f['party']} has no objection",
        lambda _: "name a member that objects",
    ),
    "current-revision": (
        lambda f: f"revision {f['given']} is not on the table, revision {f['current']} is",
        lambda f: f"speak of revision {f['current']}",
    ),
    "vacancy": (
        lambda f: f"{f['holder']} is {f['role']} for {f['scope']} already",
        lambda f: f"volunteer in another role, or {f['holder']} steps down first",
    ),
    "term": (
        lambda f: f"the term ends on {f['until']}, before it begins on {instant(f['at'])}",
        lambda _: "set a later end, or none",
    ),
    "unfilled": (_taken, lambda _: "they step down first, or the list is changed"),
    "new-text": (lambda _: "the text would stay as it is", lambda _: "say what changes"),
    "new-offer": (lambda _: "the offer has been made", lambda _: "offer something else"),
    "offered": (lambda f: f"{f['actor']} has offered nothing of the kind", lambda _: "there is nothing to take back"),
    "renewal": (lambda _: "nobody has asked for a new term", lambda _: "whoever serves asks for a new term"),
    "offers": (lambda _: "nobody has volunteered", lambda f: f"{listed(f['who'], 'or')} volunteers"),
    "serving": (
        lambda f: f"{f['party']} is not {f['role']} for {f['scope']}",
        lambda _: "name a party that serves",
    ),
}
"""For each requirement, the functions that word its fact and its cure; called only when it is not met."""
