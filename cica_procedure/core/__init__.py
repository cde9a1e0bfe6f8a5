"""
The decision of acts: pure functions from a state and an act to a new state, without a database, clock or terminal.

`state` holds all cases, meetings and the register; `decide` returns the outcome of an act; `judge` runs an act through
the machine of its procedure, which checks every requirement. An act is judged in this order:

1. Is its instant possible?
2. Does the procedure know the act at this stage?
3. May this actor do it?
4. Is every requirement of the step met?
5. May the register change in this way?

All failures of the first four questions are reported together.
"""
