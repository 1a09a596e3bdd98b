"""Is this entry in the log, and does the new log hold the old one? Hash trees of RFC 6962."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

#: Returns the hash of a full subtree: level 0 are the leaves, a node of level k covers 2^k leaves.
Nodes = Callable[[int, int], bytes]

#: Root of the tree without leaves (RFC 6962, 2.1).
EMPTY: Final = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf, SHA-256(0x00 ‖ data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node, SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Levels:
    """All full subtrees of a tree, held in memory.

    Parameters
    ----------
    rows
        Hashes by level, leaves first.
    """

    rows: tuple[tuple[bytes, ...], ...]

    def __call__(self, level: int, position: int) -> bytes:
        """Return one hash, as `Nodes` asks."""
        return self.rows[level][position]


def levels(leaves: Iterable[bytes]) -> Levels:
    """Return all full subtrees over these leaf hashes."""
    rows = [tuple(leaves)]
    while len(rows[-1]) > 1:
        below = rows[-1]
        rows.append(tuple(map(node_hash, below[0:-1:2], below[1::2])))
    return Levels(tuple(rows))


def fresh_nodes(nodes: Nodes, size: int, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield what a store has to add when a leaf is appended: (level, position, hash).

    Parameters
    ----------
    nodes
        The store.
    size
        Leaves before.
    leaf
        Hash of the new leaf.
    """
    level, position, digest = 0, size, leaf
    yield level, position, digest
    while position & 1:
        digest = node_hash(nodes(level, position - 1), digest)
        level, position = level + 1, position >> 1
        yield level, position, digest


def root(nodes: Nodes, size: int) -> bytes:
    """Return the root over the first leaves (RFC 6962, 2.1)."""
    return _range(nodes, 0, size) if size else EMPTY


def inclusion_path(nodes: Nodes, index: int, size: int) -> tuple[bytes, ...]:
    """Return the audit path of a leaf in the tree of the first leaves (RFC 6962, 2.1.1).

    Raises
    ------
    IndexError
        If the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise IndexError(f"leaf {index} of {size}")
    return _path(nodes, index, 0, size)


def consistency_path(nodes: Nodes, first: int, second: int) -> tuple[bytes, ...]:
    """Return the proof that the tree of ``first`` leaves begins that of ``second`` (2.1.2).

    Raises
    ------
    IndexError
        If the sizes are not 0 < first <= second.
    """
    if not 0 < first <= second:
        raise IndexError(f"sizes {first}, {second}")
    return _subproof(nodes, first, 0, second, whole=True)


def root_of_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that an audit path leads to, or None if it has the wrong length.

    Algorithm of RFC 9162, 2.1.3.2.
    """
    if not 0 <= index < size:
        return None
    position, last, digest = index, size - 1, leaf
    for sibling in path:
        if not last:
            return None
        if position & 1 or position == last:
            digest = node_hash(sibling, digest)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            digest = node_hash(digest, sibling)
        position, last = position >> 1, last >> 1
    return digest if not last else None


def is_consistent(
    first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Say whether a proof shows that one tree begins another (RFC 9162, 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    steps = [first_root, *path] if first & (first - 1) == 0 else list(path)
    position, last = first - 1, second - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    return bool(steps) and _grown(steps, position, last) == (first_root, second_root)


def _grown(steps: Sequence[bytes], position: int, last: int) -> tuple[bytes, bytes] | None:
    old = new = steps[0]
    for sibling in steps[1:]:
        if not last:
            return None
        if position & 1 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        position, last = position >> 1, last >> 1
    return None if last else (old, new)


def _range(nodes: Nodes, begin: int, end: int) -> bytes:
    """Return the root over leaves from ``begin``, a multiple of the part's width, to ``end``."""
    size = end - begin
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return nodes(level, begin >> level)
    middle = begin + _split(size)
    return node_hash(_range(nodes, begin, middle), _range(nodes, middle, end))


def _split(size: int) -> int:
    """Return the largest power of two below a size."""
    return 1 << ((size - 1).bit_length() - 1)


def _path(nodes: Nodes, index: int, begin: int, end: int) -> tuple[bytes, ...]:
    if end - begin == 1:
        return ()
    middle = begin + _split(end - begin)
    if index < middle:
        return (*_path(nodes, index, begin, middle), _range(nodes, middle, end))
    return (*_path(nodes, index, middle, end), _range(nodes, begin, middle))


def _subproof(nodes: Nodes, first: int, begin: int, end: int, *, whole: bool) -> tuple[bytes, ...]:
    size = end - begin
    if first == size:
        return () if whole else (_range(nodes, begin, end),)
    part = _split(size)
    middle = begin + part
    if first <= part:
        below = _subproof(nodes, first, begin, middle, whole=whole)
        return (*below, _range(nodes, middle, end))
    below = _subproof(nodes, first - part, middle, end, whole=False)
    return (*below, _range(nodes, begin, middle))
