"""
What the rules do to a state: pure functions of values, without a database, a clock or a terminal.

`state` says where everything stands, `decide` what an act comes to; `judge` puts an act to the machine of its
procedure, and every requirement answers. The order in which an act is judged: is its instant possible, does the
procedure know it at this stage, may this actor do it, does every requirement of the step hold, and may the register
change so; all that fails before the last is reported together.
"""
