"""SpiffWorkflow with sqlite3: plain task specs decide, and its own serializer keeps the whole case with each event."""

import json
from datetime import UTC, datetime

from common import ADOPT, EVALUATE, INSERT, MEMBERS, MOVES, POSITION, Log, measure
from SpiffWorkflow.operators import Attrib, Equal
from SpiffWorkflow.serializer.json import JSONSerializer
from SpiffWorkflow.specs.ExclusiveChoice import ExclusiveChoice
from SpiffWorkflow.specs.Simple import Simple
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

SPEC = WorkflowSpec("draft", addstart=True)
EVENTS = [*MOVES, *((POSITION, "before-soc", "before-soc"),) * len(MEMBERS), (EVALUATE, "before-soc", "before-soc")]
last = SPEC.start
for place, (kind, _, _) in enumerate(EVENTS[:-1]):
    task = Simple(SPEC, f"{kind}-{place}")
    last.connect(task)
    last = task
choice = ExclusiveChoice(SPEC, EVALUATE)
last.connect(choice)
choice.connect(Simple(SPEC, "defer"))
choice.connect_if(Equal(Attrib("agreed"), len(MEMBERS)), Simple(SPEC, ADOPT))
SERIALIZER = JSONSerializer()


class Kept(Log):
    """One row for each event and the case as it stands, in one transaction."""

    def __init__(self, path: str, synchronous: str) -> None:
        super().__init__(path, synchronous)
        self.connection.execute("CREATE TABLE cases (case_id TEXT PRIMARY KEY, state TEXT)")

    def keep(self, state: str, case: str, n: int, kind: str, src: str, dst: str, actor: str, **payload: object) -> None:
        """Write one event and the case, durably."""
        row = (case, n, kind, src, dst, actor, datetime.now(UTC).isoformat(), json.dumps(payload))
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute(INSERT, row)
        self.connection.execute("INSERT OR REPLACE INTO cases VALUES (?, ?)", (case, state))
        self.connection.execute("COMMIT")


def work(log: Kept, i: int) -> None:
    """Decide and write one case."""
    workflow, name, members = Workflow(SPEC), f"case-{i}", iter(MEMBERS)
    workflow.run_next()
    agreed = 0
    for n, (kind, src, dst) in enumerate(EVENTS, 1):
        task = workflow.get_next_task(state=TaskState.READY)
        actor, payload = "chair", {}
        if kind == POSITION and (actor := next(members)) in MEMBERS:
            agreed, payload = agreed + 1, {"position": "agree"}
            task.set_data(agreed=agreed)
        task.run()
        state = workflow.serialize(SERIALIZER, include_spec=False)
        log.keep(state, name, n, kind, src, dst, actor, revision=1, **payload)
    task = workflow.get_next_task(state=TaskState.READY)
    if task.task_spec.name == ADOPT:
        task.run()
        state = workflow.serialize(SERIALIZER, include_spec=False)
        log.keep(state, name, len(EVENTS) + 1, ADOPT, "before-soc", "adopted", "chair", revision=1)


measure(Kept, work, Log.outcome)
