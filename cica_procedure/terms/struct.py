"""
What the values are made of that every act makes anew.

They are made, and held against change, in C; attrs does both in Python, which took every act a tenth of its time.
"""

from msgspec import Struct, field
from msgspec.structs import replace

__all__ = ["Struct", "field", "replace"]
