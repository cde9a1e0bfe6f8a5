"""The command ``cica completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(
    epilog="""\b
Examples:
  cica completion bash > ~/.local/share/bash-completion/completions/cica
  cica completion zsh > ~/.zfunc/_cica
  cica completion fish > ~/.config/fish/completions/cica.fish
""",
)
@click.argument("shell", type=click.Choice(["bash", "fish", "zsh"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a shell."""
    completion = get_completion_class(shell)
    assert completion is not None
    click.echo(completion(ctx.find_root().command, {}, "cica", "_CICA_COMPLETE").source())
