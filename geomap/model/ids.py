"""Ids made from content: the same input gives the same id on every machine and day."""

import hashlib

__all__ = ["content_id", "sha256_hex"]


def sha256_hex(data: bytes) -> str:
    """Hash raw bytes.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    str
        64 hex digits (SHA-256).
    """
    return hashlib.sha256(data).hexdigest()


def content_id(prefix: str, *parts: object) -> str:
    """Make an id from a prefix and what identifies the thing.

    Parameters
    ----------
    prefix : str
        One letter telling the kind: ``r`` report, ``e`` event, ``m`` mention.
    *parts : object
        What identifies it; each is written as text, separated by a unit separator that occurs in none of them.

    Returns
    -------
    str
        The prefix and twelve hex digits: with a million ids, the chance of any collision is below 1 in 500.
    """
    data = "\x1f".join(str(part) for part in parts).encode()
    return prefix + hashlib.sha256(data).hexdigest()[:12]
