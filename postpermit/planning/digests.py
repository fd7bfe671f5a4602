"""The digest of the draw by its name: SHA-256 unless a value names SM3."""

import hashlib

from postpermit.trail.errors import Refused

DEFAULT = "SHA-256"
NAMES = {"SHA-256": "sha256", "SM3": "sm3"}


class UnableToDraw(Refused, ValueError):
    """Something that the draw needs is missing or malformed."""


def digest(data: bytes, algorithm: str = DEFAULT) -> bytes:
    """32 bytes. Raises ``UnableToDraw`` for an unknown name, or where this machine does not have SM3."""
    if algorithm == DEFAULT:
        return hashlib.sha256(data).digest()
    if algorithm not in NAMES:
        raise UnableToDraw(f"摘要算法只能是 {'、'.join(NAMES)}，写的是“{algorithm}”。", place="algorithm")
    try:
        return hashlib.new(NAMES[algorithm], data).digest()
    except ValueError as error:
        raise UnableToDraw(
            f"这台机器没有 {algorithm} 算法，请换一台或改用 {DEFAULT}。", place="algorithm"
        ) from error
