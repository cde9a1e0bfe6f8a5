"""
The base class of the immutable values that every act creates anew.

msgspec creates and freezes them in C; attrs does both in Python, which took a tenth of the time of every act.
`gc=False` is safe: each value is built only from values that existed before it, so no reference cycle can arise.
"""

import msgspec
from msgspec import field
from msgspec.structs import replace

__all__ = ["Struct", "field", "replace"]


class Struct(msgspec.Struct, frozen=True, gc=False):
    """An immutable value."""
