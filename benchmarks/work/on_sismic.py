"""sismic with sqlite3: a statechart decides the stage, a guard asks for consensus; contracts are off."""

from common import ADOPT, EVALUATE, MEMBERS, MOVES, POSITION, Log, measure
from sismic.interpreter import Interpreter
from sismic.io import import_from_yaml

CHART = import_from_yaml("""
statechart:
  name: draft
  root state:
    name: root
    initial: new
    states:
      - {name: new, transitions: [{target: tabled, event: table}]}
      - {name: tabled, transitions: [{target: before-swg, event: take-up}]}
      - {name: before-swg, transitions: [{target: agreed, event: agree}]}
      - {name: agreed, transitions: [{target: before-soc, event: take-up-soc}]}
      - name: before-soc
        transitions:
          - {event: amend, action: "pass"}
          - {event: retitle, action: "pass"}
          - {event: position, action: "positions[event.member] = event.stance"}
          - {event: evaluate, action: "pass"}
          - {event: adopt, target: adopted, guard: "agreed(positions)"}
      - {name: adopted}
""")


def agreed(positions: dict[str, str]) -> bool:
    """Whether every member agrees."""
    return all(positions.get(member) == "agree" for member in MEMBERS)


def work(log: Log, i: int) -> None:
    """Decide and write one case."""
    case, name, n = (
        Interpreter(CHART, ignore_contract=True, initial_context={"positions": {}, "agreed": agreed}),
        f"case-{i}",
        0,
    )
    case.execute_once()
    for kind, src, dst in MOVES:
        n += 1
        case.queue(kind)
        case.execute_once()
        log.write(name, n, kind, src, dst, "chair", revision=1)
    for member in MEMBERS:
        n += 1
        if member in MEMBERS:
            case.queue(POSITION, member=member, stance="agree")
            case.execute_once()
            log.write(name, n, POSITION, "before-soc", "before-soc", member, position="agree", revision=1)
    case.queue(EVALUATE)
    case.execute_once()
    log.write(name, n + 1, EVALUATE, "before-soc", "before-soc", "chair", revision=1)
    case.queue(ADOPT)
    case.execute_once()
    if "adopted" in case.configuration:
        log.write(name, n + 2, ADOPT, "before-soc", "adopted", "chair", revision=1)


measure(Log, work, Log.outcome)
