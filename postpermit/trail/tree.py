"""RFC 6962 hashing over a growing list, with a frontier of O(log n) nodes. SHA-256, and SM3 beside it."""

import hashlib
from collections.abc import Callable

Hash = Callable[[bytes], bytes]


def sha256(data: bytes) -> bytes:
    """SHA-256 digest."""
    return hashlib.sha256(data).digest()


def sm3(data: bytes) -> bytes:
    """SM3 digest; only where OpenSSL was built with it (see ``has_sm3``)."""
    return hashlib.new("sm3", data).digest()


def has_sm3() -> bool:
    """Whether this machine's OpenSSL offers SM3."""
    return "sm3" in hashlib.algorithms_available


def leaf_hash(data: bytes, digest: Hash) -> bytes:
    """Hash of a leaf: H(0x00 ‖ data)."""
    return digest(b"\x00" + data)


def extend(frontier: list[tuple[int, bytes]], leaf: bytes, digest: Hash) -> None:
    """Add one leaf hash. The frontier holds the roots of the perfect subtrees, largest first, with their sizes."""
    frontier.append((1, leaf))
    while len(frontier) > 1 and frontier[-1][0] == frontier[-2][0]:
        size, right = frontier.pop()
        _, left = frontier.pop()
        frontier.append((size * 2, digest(b"\x01" + left + right)))


def root(frontier: list[tuple[int, bytes]], digest: Hash) -> bytes:
    """The tree head: the frontier folded from the right; of the empty tree, the hash of nothing."""
    if not frontier:
        return digest(b"")
    node = frontier[-1][1]
    for _, left in reversed(frontier[:-1]):
        node = digest(b"\x01" + left + node)
    return node
