"""python-statemachine with sqlite3: its machine decides the stage, a guard asks for consensus."""

from common import ADOPT, EVALUATE, MEMBERS, MOVES, POSITION, Log, measure
from statemachine import State, StateMachine


class Draft(StateMachine):
    """A draft document."""

    new = State(initial=True)
    tabled = State()
    before_swg = State()
    agreed = State()
    before_soc = State()
    adopted = State(final=True)

    table = new.to(tabled)
    take_up = tabled.to(before_swg)
    agree = before_swg.to(agreed)
    take_up_soc = agreed.to(before_soc)
    amend = before_soc.to.itself(internal=True)
    retitle = before_soc.to.itself(internal=True)
    position = before_soc.to.itself(internal=True)
    evaluate = before_soc.to.itself(internal=True)
    adopt = before_soc.to(adopted, cond="consensus")

    def consensus(self) -> bool:
        """Whether every member agrees."""
        return all(self.positions.get(member) == "agree" for member in MEMBERS)


def work(log: Log, i: int) -> None:
    """Decide and write one case."""
    case, name, n = Draft(), f"case-{i}", 0
    case.positions = {}
    for kind, src, dst in MOVES:
        n += 1
        case.send(kind.replace("-", "_"))
        log.write(name, n, kind, src, dst, "chair", revision=1)
    for member in MEMBERS:
        n += 1
        if member in MEMBERS:
            case.send(POSITION)
            case.positions[member] = "agree"
            log.write(name, n, POSITION, "before-soc", "before-soc", member, position="agree", revision=1)
    case.send(EVALUATE)
    log.write(name, n + 1, EVALUATE, "before-soc", "before-soc", "chair", revision=1)
    case.send(ADOPT)
    log.write(name, n + 2, ADOPT, "before-soc", "adopted", "chair", revision=1)


measure(Log, work, Log.outcome)
