"""An immutable mapping that shares its base with the mapping it was made from."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Any, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

BESIDE = 32
"""The maximum number of changes kept beside the base; after more, base and changes are copied into a new base."""

_GONE: Any = object()


class PersistentMap(Mapping[K, V], Generic[K, V]):
    """
    A base that is never changed and a few changes beside it; a change gives another mapping on the same base.

    A value is never ``None``.
    """

    __slots__ = ("_base", "_changes", "_whole")

    def __init__(self, base: Mapping[K, V] | None = None) -> None:
        self._base: dict[K, V] = dict(base or {})
        self._changes: dict[K, V] = {}
        self._whole: dict[K, V] | None = self._base

    def set(self, key: K, value: V) -> PersistentMap[K, V]:
        """Return the mapping with a value for a key."""
        other: PersistentMap[K, V] = object.__new__(PersistentMap)
        other._base, other._changes, other._whole = self._base, self._changes | {key: value}, None
        if len(other._changes) > BESIDE:
            other._base, other._changes = other._merged(), {}
        return other

    def without(self, key: K) -> PersistentMap[K, V]:
        """Return the mapping without a key; the same mapping when it does not have the key."""
        return self.set(key, _GONE) if key in self else self

    def get(self, key: K, default: V | None = None) -> V | None:  # type: ignore[override]  # one default, of one type
        """Return the value of a key, or else the default."""
        found = self._changes.get(key)
        if found is None:
            return self._base.get(key, default)
        return default if found is _GONE else found

    def _merged(self) -> dict[K, V]:
        """Return base and changes as one dictionary, which is built when it is first needed."""
        if self._whole is None:
            self._whole = {key: value for key, value in (self._base | self._changes).items() if value is not _GONE}
        return self._whole

    def __getitem__(self, key: K) -> V:
        return self._merged()[key]

    def __contains__(self, key: object) -> bool:
        return key in self._merged()

    def __iter__(self) -> Iterator[K]:
        return iter(self._merged())

    def __len__(self) -> int:
        return len(self._merged())

    def keys(self) -> KeysView[K]:
        """Return the keys, in the order in which they were first set."""
        return self._merged().keys()

    def values(self) -> ValuesView[V]:
        """Return the values, in the order of the keys."""
        return self._merged().values()

    def items(self) -> ItemsView[K, V]:
        """Return the keys with their values."""
        return self._merged().items()
