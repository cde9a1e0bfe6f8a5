"""Plain transitions with sqlite3: one shared machine decides the stage, a guard asks for consensus; no more."""

from common import ADOPT, EVALUATE, MEMBERS, MOVES, POSITION, Log, measure
from transitions import Machine


class Case:
    """A draft document."""

    def __init__(self) -> None:
        self.positions: dict[str, str] = {}

    def consensus(self) -> bool:
        """Whether every member agrees."""
        return all(self.positions.get(member) == "agree" for member in MEMBERS)


MACHINE = Machine(
    model=None,
    states=["new", "tabled", "before-swg", "agreed", "before-soc", "adopted"],
    initial="new",
    auto_transitions=False,
)
for kind, src, dst in MOVES:
    MACHINE.add_transition(kind.replace("-", "_"), src, dst)
for kind in (POSITION, EVALUATE):
    MACHINE.add_transition(kind, "before-soc", None)
MACHINE.add_transition(ADOPT, "before-soc", "adopted", conditions="consensus")


def work(log: Log, i: int) -> None:
    """Decide and write one case."""
    case, name, n = Case(), f"case-{i}", 0
    MACHINE.add_model(case)
    for kind, src, _ in MOVES:
        n += 1
        case.trigger(kind.replace("-", "_"))
        log.write(name, n, kind, src, case.state, "chair", revision=1)
    for member in MEMBERS:
        n += 1
        if member in MEMBERS:
            case.trigger(POSITION)
            case.positions[member] = "agree"
            log.write(name, n, POSITION, "before-soc", case.state, member, position="agree", revision=1)
    case.trigger(EVALUATE)
    log.write(name, n + 1, EVALUATE, "before-soc", case.state, "chair", revision=1)
    case.trigger(ADOPT)
    log.write(name, n + 2, ADOPT, "before-soc", case.state, "chair", revision=1)
    MACHINE.remove_model(case)


measure(Log, work, Log.outcome)
