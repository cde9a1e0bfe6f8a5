"""The floor: raw sqlite3, the same rows and transactions, nothing that decides."""

from common import ADOPT, EVALUATE, MEMBERS, MOVES, POSITION, Log, measure


def work(log: Log, i: int) -> None:
    """Write one case."""
    case, n = f"case-{i}", 0
    for kind, src, dst in MOVES:
        n += 1
        log.write(case, n, kind, src, dst, "chair", revision=1)
    positions = {}
    for member in MEMBERS:
        n += 1
        if member in MEMBERS:
            positions[member] = "agree"
            log.write(case, n, POSITION, "before-soc", "before-soc", member, position="agree", revision=1)
    log.write(case, n + 1, EVALUATE, "before-soc", "before-soc", "chair", revision=1)
    if all(positions.get(member) == "agree" for member in MEMBERS):
        log.write(case, n + 2, ADOPT, "before-soc", "adopted", "chair", revision=1)


measure(Log, work, Log.outcome)
