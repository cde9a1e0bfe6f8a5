"""
What the values are made of that every act makes anew.

They are made, and held against change, in C; attrs does both in Python, which took every act a tenth of its time.
None of them can be part of a cycle, since each is made whole of what was there before: the collector passes them over.
"""

import msgspec
from msgspec import field
from msgspec.structs import replace

__all__ = ["Struct", "field", "replace"]


class Struct(msgspec.Struct, frozen=True, gc=False):
    """A value that never changes."""
