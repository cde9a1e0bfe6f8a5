"""
The step vocabulary, as a pytest plugin: specifications in the words of the rules of procedure.

In the ``conftest.py`` of a project: ``pytest_plugins = ["cica_procedure.gherkin"]``; needs the extra ``gherkin``.

A step that is refused by the rules does not fail by itself, since specifications are about refusals too;
but a scenario that ends with a refusal nobody looked at fails.
"""

pytest_plugins = [
    "cica_procedure.gherkin.context",
    "cica_procedure.gherkin.given",
    "cica_procedure.gherkin.when",
    "cica_procedure.gherkin.then",
    "cica_procedure.gherkin.any_procedure",
    "cica_procedure.gherkin.silence",
    "cica_procedure.gherkin.cica_words",
    "cica_procedure.gherkin.russian",
    "cica_procedure.gherkin.from_record",
]
