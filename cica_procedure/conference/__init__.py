"""The organisation at work: a state, a journal and a clock, with one method for each action of a person."""
