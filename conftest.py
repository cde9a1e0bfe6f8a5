"""What every test may use: the step vocabulary, as any other project would take it in."""

pytest_plugins = ["cica_procedure.gherkin"]
