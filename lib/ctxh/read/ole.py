"""The streams of an OLE2 file, the container of Excel 97 to 2003."""

from __future__ import annotations

import struct

from ctxh.reference.packed_files import OLE2_MAGIC

_FREE = 0xFFFFFFFA  # from here on numbers of sectors are marks
_ENTRY = 128
_ROOT, _STREAM = 5, 2


def streams(data: bytes) -> dict[str, bytes]:
    """The streams of a file by name. Raises ValueError for what is cut, turns in circles or is none."""
    try:
        return _streams(data)
    except (struct.error, IndexError, UnicodeDecodeError) as fault:
        raise ValueError("OLE2") from fault


def _streams(data: bytes) -> dict[str, bytes]:
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if not data.startswith(OLE2_MAGIC) or size not in (512, 4096):
        raise ValueError("OLE2")
    fat = _numbers(b"".join(_sector(data, size, number) for number in _fat_sectors(data, size)))

    def whole(start: int) -> bytes:
        return b"".join(_sector(data, size, number) for number in _chain(fat, start))

    directory = whole(struct.unpack_from("<I", data, 48)[0])
    entries = [directory[at : at + _ENTRY] for at in range(0, len(directory), _ENTRY)]
    (least,) = struct.unpack_from("<I", data, 56)
    small_fat = _numbers(whole(struct.unpack_from("<I", data, 60)[0]))
    small = next((whole(_start(entry)) for entry in entries if entry[66] == _ROOT), b"")
    found = {}
    for entry in (entry for entry in entries if entry[66] == _STREAM):
        (length,) = struct.unpack_from("<I", entry, 120)
        if length >= least:
            content = whole(_start(entry))
        else:
            content = b"".join(small[number * 64 : number * 64 + 64] for number in _chain(small_fat, _start(entry)))
        if len(content) < length:
            raise ValueError("OLE2")
        found[entry[: struct.unpack_from("<H", entry, 64)[0] - 2].decode("utf-16-le")] = content[:length]
    return found


def _start(entry: bytes) -> int:
    start: int = struct.unpack_from("<I", entry, 116)[0]
    return start


def _sector(data: bytes, size: int, number: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _fat_sectors(data: bytes, size: int) -> list[int]:
    found = list(_numbers(data[76:512]))
    (further,) = struct.unpack_from("<I", data, 68)
    for _ in range(len(data) // size):
        if further >= _FREE:
            break
        *numbers, further = _numbers(_sector(data, size, further))
        found += numbers
    return [number for number in found if number < _FREE]


def _chain(fat: tuple[int, ...], start: int) -> list[int]:
    """The numbers of the sectors of a stream, each once."""
    found, number = [], start
    while number < _FREE:
        found.append(number)
        if len(found) > len(fat):
            raise ValueError("OLE2")
        number = fat[number]
    return found
