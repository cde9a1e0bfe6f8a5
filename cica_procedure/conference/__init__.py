"""The live organisation: a state, a journal and a clock, with one method for each thing a person does."""
