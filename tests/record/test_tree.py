"""Trees, audit paths and consistency proofs against the published vectors and as laws.

The eight leaves, their roots and their proofs are the test data of Certificate Transparency
(google/certificate-transparency, now transparency-dev/merkle, testonly/constants.go).
"""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.record import (
    consistency_path,
    fresh_nodes,
    inclusion_path,
    is_consistent,
    leaf_hash,
    levels,
    root,
    root_of_path,
)

DATA = (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)  # fmt: skip
LEAVES = [leaf_hash(bytes.fromhex(text)) for text in DATA]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
INCLUSION = {
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
}
CONSISTENCY = {
    (2, 8): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}


@pytest.mark.parametrize("size", range(9))
def test_published_roots(size: int) -> None:
    assert root(levels(LEAVES), size).hex() == ROOTS[size]


@pytest.mark.parametrize(("place", "path"), INCLUSION.items())
def test_published_audit_paths(place: tuple[int, int], path: tuple[str, ...]) -> None:
    index, size = place
    made = inclusion_path(levels(LEAVES), index, size)
    assert tuple(digest.hex() for digest in made) == path
    assert root_of_path(LEAVES[index], index, size, made) == bytes.fromhex(ROOTS[size])


@pytest.mark.parametrize(("sizes", "path"), CONSISTENCY.items())
def test_published_consistency_proofs(sizes: tuple[int, int], path: tuple[str, ...]) -> None:
    first, second = sizes
    made = consistency_path(levels(LEAVES), first, second)
    assert tuple(digest.hex() for digest in made) == path
    old, new = (bytes.fromhex(ROOTS[size]) for size in sizes)
    assert is_consistent(first, second, old, new, made)


def plain_root(leaves: list[bytes]) -> bytes:
    """Return the root by the recursive definition of RFC 6962, 2.1, word by word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while 2 * split < len(leaves):
        split *= 2
    left, right = plain_root(leaves[:split]), plain_root(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def made(size: int) -> list[bytes]:
    return [leaf_hash(str(n).encode()) for n in range(size)]


@pytest.mark.parametrize("size", range(40))
def test_every_leaf_of_every_small_tree_is_proven(size: int) -> None:
    leaves = made(size)
    nodes = levels(leaves)
    whole = plain_root(leaves)
    assert root(nodes, size) == whole
    for index in range(size):
        path = inclusion_path(nodes, index, size)
        assert root_of_path(leaves[index], index, size, path) == whole
        assert root_of_path(leaf_hash(b"else"), index, size, path) != whole
        assert root_of_path(leaves[index], index, size, (*path, whole)) != whole
        for other in set(range(size)) - {index}:
            assert root_of_path(leaves[index], other, size, path) != whole


@pytest.mark.parametrize("second", range(1, 34))
def test_every_smaller_tree_is_proven_to_begin_a_larger_one(second: int) -> None:
    leaves = made(second)
    nodes = levels(leaves)
    new = root(nodes, second)
    for first in range(1, second + 1):
        old, path = plain_root(leaves[:first]), consistency_path(nodes, first, second)
        assert is_consistent(first, second, old, new, path)
        assert not is_consistent(first, second, leaf_hash(old), new, path)
        assert not is_consistent(first, second, old, leaf_hash(new), path)
        assert not is_consistent(first, second, old, new, (*path, new))
        if first < second:
            assert not is_consistent(first + 1, second, old, new, path) or first + 1 == second


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3), (-1, 2)])
def test_sizes_out_of_range_prove_nothing(first: int, second: int) -> None:
    assert not is_consistent(first, second, LEAVES[0], LEAVES[0], ())
    with pytest.raises(IndexError):
        consistency_path(levels(LEAVES), first, second)
    with pytest.raises(IndexError):
        inclusion_path(levels(LEAVES), second, second)


@given(st.integers(1, 300))
def test_a_store_of_nodes_grows_into_the_same_tree(size: int) -> None:
    store: dict[tuple[int, int], bytes] = {}
    leaves = made(size)
    asked: list[tuple[int, int]] = []

    def read(level: int, at: int) -> bytes:
        asked.append((level, at))
        return store[level, at]

    for index, leaf in enumerate(leaves):
        fresh = list(fresh_nodes(read, index, leaf))
        assert not {(level, at) for level, at, _digest in fresh} & set(store)
        store.update({(level, at): digest for level, at, digest in fresh})
    assert root(read, size) == root(levels(leaves), size)
    asked.clear()
    path = inclusion_path(read, size // 2, size)
    assert root_of_path(leaves[size // 2], size // 2, size, path) == plain_root(leaves)
    assert len(asked) <= 2 * size.bit_length() ** 2
