"""
The tree over the digests of a record, as RFC 6962 has it: one entry is proved by a few digests, not by all the others.

Its leaves are the digests of the entries, in order. Nothing of it is stored: it is computed when somebody signs a head,
checks one, or asks for a certificate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf(digest: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + digest).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of what stands above two others."""
    return sha256(b"\x01" + left + right).digest()


def roots(digests: Iterable[bytes], sizes: Iterable[int]) -> Mapping[int, bytes]:
    """
    Return the root over the first so many digests, for each of some numbers that there are enough digests for.

    The digests are read once, and a few hashes are kept.
    """
    wanted, found = {*sizes}, dict[int, bytes]()
    if 0 in wanted:
        found[0] = EMPTY
    peaks: list[tuple[int, bytes]] = []  # The roots of full trees, the largest first, with their heights.
    for size, digest in enumerate(digests, 1):
        height, top = 0, leaf(digest)
        while peaks and peaks[-1][0] == height:
            height, top = height + 1, node(peaks.pop()[1], top)
        peaks.append((height, top))
        if size in wanted:
            root = peaks[-1][1]
            for _, left in reversed(peaks[:-1]):
                root = node(left, root)
            found[size] = root
    return found


def proof(digests: Iterable[bytes], index: int) -> list[bytes]:
    """
    Return the hashes that lead from one leaf to the root, the lowest first.

    Args:
        digests: the digests of all leaves of the tree.

        index: the number of the leaf, from 0.
    """
    row, path = [*map(leaf, digests)], list[bytes]()
    while len(row) > 1:
        if index ^ 1 < len(row):
            path.append(row[index ^ 1])
        # A last one without a partner goes up as it is.
        row = [node(*row[i : i + 2]) if i + 1 < len(row) else row[i] for i in range(0, len(row), 2)]
        index //= 2
    return path


def root_of(digest: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """
    Return the root to which a proof leads.

    Args:
        digest: the digest that is the leaf.

        index: its number, from 0.

        size: how many leaves the tree has.

        path: the hashes, the lowest first.

    Raises:
        ValueError: when a proof of another length leads there.
    """
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} among {size}")
    root, last, rest = leaf(digest), size - 1, [*path]
    while last:
        if index & 1 or index < last:
            if not rest:
                raise ValueError("the proof is too short")
            other = rest.pop(0)
            root = node(other, root) if index & 1 else node(root, other)
        index, last = index >> 1, last >> 1
    if rest:
        raise ValueError("the proof is too long")
    return root
