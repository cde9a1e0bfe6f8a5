"""
How values are made that stand for one act only, and are gone with it.

Type checkers see to it that nobody changes them. Having that watched at run time too takes as long again as making
them, and is kept for what is handed out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attrs import frozen as passing
else:
    from attrs import define as passing

__all__ = ["passing"]
