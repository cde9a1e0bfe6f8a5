"""``python -m cica_procedure``: the same as ``cica``."""

from cica_procedure.cli.main import cica

if __name__ == "__main__":
    cica(prog_name="cica")
