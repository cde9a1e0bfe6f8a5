"""
Rules as data: who there is, what each body decides, and the steps of each procedure.

The order in which an act is judged: does the procedure know it at this stage, may this actor do it,
does time run forward, and does every requirement of the step hold; all that fails is reported together.
"""

from cica_procedure.rulebook.fields import read_details, read_id, read_number, read_text
from cica_procedure.rulebook.loader import load, shipped
from cica_procedure.rulebook.minutes import draw_up, draw_up_end
from cica_procedure.rulebook.model import Area, Edition, Kind, Role, Rule, Rulebook, on_record
from cica_procedure.rulebook.procedure import Clause, Procedure, Stage, Step
from cica_procedure.rulebook.ruling import Ruling, judge
from cica_procedure.rulebook.situation import Sitting

__all__ = [
    "Area",
    "Clause",
    "Edition",
    "Kind",
    "Procedure",
    "Role",
    "Rule",
    "Rulebook",
    "Ruling",
    "Sitting",
    "Stage",
    "Step",
    "draw_up",
    "draw_up_end",
    "judge",
    "load",
    "on_record",
    "read_details",
    "read_id",
    "read_number",
    "read_text",
    "shipped",
]
