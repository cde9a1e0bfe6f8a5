"""Rulebooks whose positions, rules of decision, clocks and grounds cannot be meant: each is named with file and key."""

from __future__ import annotations

from pathlib import Path

import pytest
from spoilt import changed, copied, refused

from cica_procedure import load

RULES, RFC, PART = "rulebook.toml", "procedures/rfc.toml", "parts/comment-period.toml"
POLICY = "procedures/policy.toml"
OF = 'of = { as-of = "propose-fcp" }\naffirm'


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (RULES, 'is = "affirms"', 'is = "agrees"', "rulebook.toml: positions.reviewed.is: "),
        (RULES, 'is = "affirms"', 'is = "neutral"', "requires: no position affirms, as 'all-but-two' asks"),
        (RULES, 'is = "blocks"', 'is = "neutral"', "positions: no position blocks, so nobody could object"),
        (
            RULES,
            'reviewed = { is = "affirms" }',
            '"nothing yet" = { is = "affirms" }',
            "positions.nothing yet: takes a",
        ),
        (RULES, '"all-2"', '"all-x"', "decisions.all-but-two.affirm: 'all-x' is no threshold"),
        (RULES, '"all-2"', '"5/4"', "decisions.all-but-two.affirm: 5/4 of the members is more than all"),
        (RULES, '"all-2"', "true", "decisions.all-but-two.affirm: expected a threshold"),
        (RULES, OF, "despite = true\n" + OF, "decisions.all-but-two.despite: one block stops every decision"),
        (RULES, OF, "allows = 1\n" + OF, "decisions.all-but-two.despite: a decision can pass over a block"),
        (RULES, "[decisions.unconcerned]", "[decisions.minus-one]", "decisions.minus-one: is the name of a rule that"),
        (RULES, "(nag.rs) [C]", "(nag.rs)", "decisions.all-but-two.cites: cites nothing with a mark"),
        (RULES, 'as-of = "propose-fcp" }\ncites', 'as-of = "propose" }\ncites', "did you mean 'propose-fcp'"),
        (RULES, 'as-of = "propose-fcp" }\ncites', 'without = "author" }\ncites', "unknown party 'author'"),
        (
            RULES,
            'as-of = "propose-fcp" }\ncites',
            'without = "subject" }\ncites',
            "is about a state: the act that opens",
        ),
        (RULES, 'as-of = "propose-fcp" }\ncites', 'among = "sitting" }\ncites', "decisions.unconcerned.of.among: "),
        (RULES, 'members = "team-member"', 'members = "member"', "bodies.LANG.members: unknown role 'member'"),
        (RULES, "quorum = 0", 'quorum = "half"', "rulebook.toml: quorum: 'half' is no threshold"),
        (RULES, "quorum = 0", "quorum = -1", "rulebook.toml: quorum: '-1' is no threshold"),
        (RULES, 'consensus = "unconcerned"', 'consensus = "fcp"', "rulebook.toml: consensus: unknown rule of decision"),
        (PART, 'consensus = "all-but-two"', 'consensus = "all-but-2"', "did you mean 'all-but-two'"),
        (PART, 'concern = "text?"', 'concern = "flag?"', "fields.concern: has a meaning of its own and is a text"),
        (
            RFC,
            "silence = true",
            "",
            "a decision rests on something: require 'meeting', or say silence = true or writing",
        ),
        (RFC, "silence = true", "writing = true", "'unconcerned' asks nobody to speak"),
        (RFC, 'requires = "consensus"', 'requires = ["meeting", "consensus"]', "requires 'quorum'"),
        (
            RFC,
            'requires = "consensus"',
            'requires = ["meeting", "quorum", "consensus"]',
            "meetings are required, and no procedure is one of meetings",
        ),
        (RFC, 'requires = "consensus"', 'requires = { stated = "title" }', "a step that decides requires 'consensus'"),
        (RFC, 'requires = "consensus"', 'requires = ["consensus", { after = "x" }]', "unknown clock 'x'"),
        (RFC, 'by = "bot"', 'by = "rfcbot"', "by: unknown actor 'rfcbot'"),
        (
            RFC,
            'act = "withdraw"',
            'writing = true\nact = "withdraw"',
            "writing: only a decision can be taken in writing",
        ),
    ],
)
def test_a_fault_of_the_rule_language_is_named(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    """Numbers nobody reaches, words nobody can say, parties nobody names, decisions that rest on nothing."""
    assert said in refused(copied("rust-fcp", tmp_path), file, old, new)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('until = "due"', "", "clocks.wg-last-call: has one end: say 'until' with a particular, or its length"),
        ('until = "due"', 'until = "due"\nlasts = "P14D"', "clocks.wg-last-call: has one end"),
        ('until = "due"', 'until = "title"', "clocks.wg-last-call.until: 'start-wglc' does not state 'title' as a day"),
        ('until = "due"', 'lasts = "14"', "clocks.wg-last-call.lasts: "),
        ('since = "start-wglc"', 'since = "start-wgcl"', "clocks.wg-last-call.since: unknown act 'start-wgcl'"),
        ('{ after = "wg-last-call" }', '{ after = "last-call" }', "unknown clock 'last-call'"),
        ('["reason", { after = "wg-last-call" }]', '"reason"', "clocks.wg-last-call: no step waits for it"),
        ("(RFC 2418 7.4) [A]", "(RFC 2418 7.4)", "clocks.wg-last-call.cites: cites nothing with a mark"),
    ],
)
def test_a_fault_of_a_clock_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A clock has a beginning, one end, a source, and somebody who waits for it."""
    assert said in refused(copied("ietf", tmp_path), "procedures/document.toml", old, new)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (RULES, 'members = "resident"', 'members = "guest"', "bodies.CIRCLE.members: nobody can sit in it"),
        (RULES, "quorum = 5", "quorum = 50", "rulebook.toml: quorum: 50 is more than the 7 that have ever had a seat"),
        (RULES, 'affirm = "all"', "affirm = 12", "affirm: 12 is more than the 7 that have ever had a seat together"),
        (RULES, "[decisions.asked]", "[decisions.idle]", "decisions.idle: no step decides by it"),
        (POLICY, 'amended = "proposed"', 'amended = "in-effect"', "amended: 'in-effect' is earned by a decision"),
        (POLICY, 'amended = "proposed"', 'amended = "dropped"', "amended: a case cannot fall back to 'dropped'"),
        (POLICY, 'then = "lapse"', 'then = "lapses"', "clocks.review.then: unknown act 'lapses'; did you mean 'lapse'"),
        (
            POLICY,
            'then = "lapse"',
            'owed = "renew"\nowed-by = "deputy"',
            "clocks.review.owed-by: unknown actor of 'renew'",
        ),
        (POLICY, 'then = "lapse"', 'then = "lapse"\nwhile = "nope"', "clocks.review.while: unknown rule of decision"),
        (POLICY, 'set-aside = "paramount"', 'set-aside = "minor"', "effects: unknown flag 'minor'"),
        (POLICY, 'objector = "party", ', "", "'objecting' needs the particular 'objector'"),
        (
            POLICY,
            'fields = { position = "position"',
            'fields = { for = "party", position = "position"',
            "nobody can be a",
        ),
        (RULES, 'acting = "deputy"', 'acting = "facilitator"', "offices.chair.acting: unknown role 'facilitator'"),
    ],
)
def test_a_fault_of_a_house_is_named(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    """A body nobody can sit in, numbers above the membership, duties of nobody, stages that an amendment cannot earn."""
    folder = copied("circle", tmp_path)
    changed(folder, RULES, "[roles.deputy]", '[roles.guest]\nname = "guest"\n\n[roles.deputy]')
    assert said in refused(folder, file, old, new)


def test_numbers_are_not_held_against_members_that_join_by_an_act(tmp_path: Path) -> None:
    """A league that begins with one member may ask for three, since others accede."""
    folder = copied("rust-fcp", tmp_path)
    changed(folder, RULES, "quorum = 0", "quorum = 9")
    assert load(folder).quorum.words == "9"
