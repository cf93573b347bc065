"""Mutated inputs, each made again from its number alone."""

import gzip
import io
import random
import zipfile
from collections.abc import Callable, Sequence

from tests.reliability.seeds import zipped

SEED = 20151130
LONGEST = 60_000
"""Bytes of a mutated input; what is larger is the matter of the limits and their bombs."""

TOKENS = tuple(
    t.encode() if isinstance(t, str) else t
    for t in (
        b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc3", b"\x80", b"\x1a", "\r", "\r\n", "\n\n", "\u2028", "\x85", "\x0b", "\x1c", "\t", '"', '""', "'", "`", ",", ";",
        "|", "\\", "\\u0000", "\\ud800", "\\ud83d", "<", ">", "</", "&", "&#0;", "&#x110000;", "&lt;", "<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "<?xml encoding='x'?>",
        "{", "}", "[", "]", "[[[[" * 300, '{"a":' * 300, "null", "true", "NaN", "Infinity", "-Infinity", "1e999", "-1", "0", "-0.0", "nan", "inf", "9" * 25, "9" * 5000, "1_000", "٣", "²", "½", "Ⅷ", "०", "0x10",
        "0000", "9999", "10000", "2020-02-30", "2020-13-01", "0001-01-01", "9999-12-31", "9999-12", "0001-01", "31 February 2020", "24:60", "T25:00:00Z", "+99:99", "=1+1", "@SUM(1)", "-", "+", "#", "!", "../", "/etc/passwd",
        "C:\\", "a" * 3000, "( " * 500, "\u0301" * 200, "\u202e", "\u200f", "\u200d", "\ufeff", "ﷺ", "İ", "ß", "ŉ", "ΐ", "ﬃ", "ʹ", "ـ" * 50, "ال", "\U0001f4a5", "\U000e0001", "km", "between", "of", "Idlib", "killed",
    )
)  # fmt: skip


def _flip(data: bytearray, dice: random.Random) -> None:
    if data:
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def _set(data: bytearray, dice: random.Random) -> None:
    if data:
        data[dice.randrange(len(data))] = dice.choice((0, 9, 10, 13, 34, 39, 44, 60, 127, 128, 255, dice.randrange(256)))


def _cut(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data) + 1)
    del data[start : start + dice.choice((1, 2, 8, 64, len(data)))]


def _token(data: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(data) + 1)
    data[at : at + dice.choice((0, 0, 1, 4))] = dice.choice(TOKENS)


def _twice(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data) + 1)
    part = data[start : start + dice.choice((1, 4, 20, 200))]
    at = dice.randrange(len(data) + 1)
    data[at:at] = part * dice.choice((1, 1, 2, 50))


def _number(data: bytearray, dice: random.Random) -> None:
    digits = [i for i, b in enumerate(data) if 48 <= b < 58]
    if digits:
        data[dice.choice(digits)] = 48 + dice.randrange(10)


_WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (_flip, _set, _cut, _token, _token, _twice, _number)


def mutated(sound: bytes, others: Sequence[bytes], dice: random.Random) -> bytes:
    """Change an input in one to eight places; now and then, go on with the end of another."""
    data = bytearray(sound)
    for _ in range(1 << dice.randrange(4)):
        dice.choice(_WAYS)(data, dice)
    if dice.random() < 0.1:
        other = dice.choice(others)
        data[dice.randrange(len(data) + 1) :] = other[dice.randrange(len(other) + 1) :]
    return bytes(data[:LONGEST])


def _inside(sound: bytes, dice: random.Random) -> bytes | None:
    """Change what a sound archive or gzip file holds, and pack it again; None where it is neither."""
    if sound[:2] == b"\x1f\x8b":
        return gzip.compress(mutated(gzip.decompress(sound), [b""], dice), mtime=0)
    if sound[:4] != b"PK\x03\x04":
        return None
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice(sorted(members))
    content = mutated(members[name], sorted(members.values()), dice)
    if dice.random() < 0.1:
        del members[name]
        name = dice.choice(("../up.txt", "/abs.txt", "a\\b.txt", "CON.txt", "x" * 300 + ".txt", "\u202etxt.exe", "in.zip", "a.csv", "a.json"))
    return zipped({**members, name: content})


def input_of(sounds: Sequence[bytes], target: str, number: int) -> bytes:
    """Input of a number: the same each time. The first are the sound ones themselves."""
    if number < len(sounds):
        return sounds[number]
    dice = random.Random(f"{SEED}:{target}:{number}")
    sound = dice.choice(sounds)
    packed = _inside(sound, dice) if dice.random() < 0.7 else None
    return mutated(sound, sounds, dice) if packed is None else packed
