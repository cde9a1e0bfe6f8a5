"""The passphrase of a key: asked for at the terminal, or taken from the environment where nobody sits."""

from __future__ import annotations

import os

import click

VARIABLE = "CICA_PASSPHRASE"
"""The name of the variable of the environment."""

passphrase_option = click.option("--passphrase", is_flag=True, help=f"Encrypt the key; see {VARIABLE}.")


def asked(*, confirm: bool = False) -> str:
    """Return the passphrase, from the environment or from whoever sits at the terminal."""
    given = os.environ.get(VARIABLE)
    return given or str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True))
