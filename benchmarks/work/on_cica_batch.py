"""The same, with the acts of each case in one transaction."""

from functools import partial

from common import measure
from on_cica import outcome, prepare, work

measure(prepare, partial(work, batch=True), outcome)
