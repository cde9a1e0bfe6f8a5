"""A record served to assistants: by the client of the protocol itself, over a real process; nothing can be written."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from command import cica
from mcp import Client, StdioServerParameters

from cica_procedure import verify

QUESTIONS = {"docket", "status", "case", "who_said", "options", "why_not", "objections", "register", "impact"}


def asked(path: Path, ask: Callable[[Client], Awaitable[Any]]) -> Any:
    """Return what a client gets that asks a server of its own."""
    env = {**os.environ, "PYTHONWARNINGS": "ignore"}
    words = ["-m", "cica_procedure", "mcp", str(path)]

    async def session() -> Any:
        async with Client(StdioServerParameters(command=sys.executable, args=words, env=env)) as client:
            return await ask(client)

    return anyio.run(session)


def call(path: Path, name: str, **given: object) -> Any:
    """Return the data that a question is answered with, or the words of an error."""

    async def ask(client: Client) -> Any:
        return await client.call_tool(name, given)

    answer = asked(path, ask)
    text = "".join(part.text for part in answer.content)
    return text if answer.is_error else json.loads(text)


@pytest.mark.slow
def test_every_question_only_reads(path: Path) -> None:
    """They are the ones that are documented, and each says that it changes nothing."""

    async def ask(client: Client) -> Any:
        return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in asked(path, ask)}
    assert tools.keys() == QUESTIONS
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools.values())


@pytest.mark.slow
def test_what_an_assistant_is_told(path: Path) -> None:
    """The same as the commands say; an error in the words of the house; and the record stays as it was."""
    before = path.read_bytes()
    assert [case["case"] for case in call(path, "docket")["cases"]] == ["paper"]
    assert call(path, "case", case="paper")["case"]["stage"] == "adopted"
    assert call(path, "who_said", case="paper", at="2021-06-23T12:30")["positions"][0]["member"] == "TUR"
    why = call(path, "why_not", case="paper", act="adopt", by="the Chair")
    assert (why["format"], why["open"], why["findings"][0]["requirement"]) == ("cica-why/1", False, "stage")
    assert any(each["act"] == "close" for each in call(path, "options", case="soc", at="2021-06-23T14:00")["acts"])
    assert {each["role"] for each in call(path, "register")["tenures"]} >= {"member", "observer", "chair"}
    assert call(path, "status")["format"] == "cica-status/1"
    assert call(path, "objections")["objections"][0]["reason"] == "paragraph 4"
    assert call(path, "impact", edition="2021", other="2004") == {"cases": []}
    assert "did you mean 'paper'?" in call(path, "case", case="papr")
    assert "write it as" in call(path, "status", at="soon")
    assert path.read_bytes() == before
    assert verify(path).sound


def test_what_cannot_be_served(tmp_path: Path) -> None:
    """It is told before anybody asks."""
    done = cica("mcp", tmp_path / "no.sqlite")
    assert (done.returncode, "there is no such file" in done.stderr) == (5, True)
