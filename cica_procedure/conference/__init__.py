"""The live organisation: one method for each thing a person does with a case."""

from cica_procedure.conference.conference import Conference
from cica_procedure.conference.hearing import Option
from cica_procedure.conference.reading import Reading

__all__ = ["Conference", "Option", "Reading"]
