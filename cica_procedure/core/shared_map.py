"""A mapping that never changes, and shares what it has in common with the mapping it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar, cast

K = TypeVar("K")
V = TypeVar("V")

BESIDE = 32
"""How many changes stand beside the base before both become one: a copy of the base for each so many changes."""

_GONE = object()


class SharedMap(Mapping[K, V], Generic[K, V]):
    """A base that is never changed and a few changes beside it; a change gives another mapping on the same base."""

    __slots__ = ("_base", "_changes")

    def __init__(self, base: Mapping[K, V] | None = None) -> None:
        self._base: dict[K, V] = dict(base or {})
        self._changes: dict[K, object] = {}

    def set(self, key: K, value: V) -> SharedMap[K, V]:
        """Return the mapping with another value for a key."""
        return self._changed(key, value)

    def without(self, key: K) -> SharedMap[K, V]:
        """Return the mapping without a key; the same one when it does not have it."""
        return self._changed(key, _GONE) if key in self else self

    def _changed(self, key: K, value: object) -> SharedMap[K, V]:
        other: SharedMap[K, V] = object.__new__(SharedMap)
        other._base, other._changes = self._base, self._changes | {key: value}
        if len(other._changes) > BESIDE:
            other._base, other._changes = dict(other.items()), {}
        return other

    def get(self, key: K, default: V | None = None) -> V | None:  # type: ignore[override]  # one default, of one type
        """Return the value of a key, or else the default."""
        found = self._changes.get(key, default) if key in self._changes else self._base.get(key, default)
        return default if found is _GONE else cast("V | None", found)

    def __getitem__(self, key: K) -> V:
        found = self._changes[key] if key in self._changes else self._base[key]
        if found is _GONE:
            raise KeyError(key)
        return cast("V", found)

    def __contains__(self, key: object) -> bool:
        return self._changes[key] is not _GONE if key in self._changes else key in self._base

    def __iter__(self) -> Iterator[K]:
        for key in self._base:
            if key not in self._changes or self._changes[key] is not _GONE:
                yield key
        for key, value in self._changes.items():
            if key not in self._base and value is not _GONE:
                yield key

    def __len__(self) -> int:
        return sum(1 for _ in self) if self._changes else len(self._base)
