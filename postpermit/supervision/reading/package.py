"""The zip around an office file, opened with suspicion: nothing it says of its own size is believed."""

import io
import struct
import zipfile
from collections.abc import Iterator
from typing import IO

from postpermit.supervision.reading.errors import DAMAGED, UnableToReadReport
from postpermit.supervision.reading.xml import Walk

MEGA = 1024 * 1024
# Above these a file is no report but an attack or an accident. A report of a power plant has some 3 MB of packed XML.
LARGEST, MEMBERS, DIRECTORY = 50 * MEGA, 3000, MEGA
PART, UNPACKED, DECLARED, RATIO, ELEMENTS = 32 * MEGA, 48 * MEGA, 400 * MEGA, 400, 1_200_000
PACKED_WITH = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1
END, FAR_END, FAR_POINTER = b"PK\5\6", b"PK\6\6", b"PK\6\7"
MACROS = ("vbaproject.bin", "vbadata.xml", "macros.xml", "activex1.bin")


class Package:
    """An office file. What all reads unpack together is bounded, and how many elements they hold."""

    def __init__(self, data: bytes) -> None:
        """Raises ``UnableToReadReport`` for a zip that is broken, too large or not to be trusted."""
        _refuse_long_directory(data)
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._left, self._elements = UNPACKED, ELEMENTS
        members = self._zip.infolist()
        self._refuse_strange(members)
        self.names = [m.filename for m in members if not m.is_dir()]
        self._known = set(self.names)

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def read(self, name: str) -> bytes:
        """The bytes of a part, unpacked step by step up to the limit."""
        with self._zip.open(name) as member:
            return b"".join(self._steps(member, min(PART, self._left)))

    def walk(self, name: str, walk: Walk) -> None:
        """Send a walk through a part."""
        self._elements = walk.run(self.read(name), self._elements)

    def peek(self, name: str) -> bytes:
        """The first bytes of a part."""
        with self._zip.open(name) as member:
            return member.read(64)

    def _steps(self, member: IO[bytes], most: int) -> Iterator[bytes]:
        while step := member.read(256 * 1024):
            most -= len(step)
            self._left -= len(step)
            if most < 0:
                raise UnableToReadReport("文件解压后过大，不予读取。")
            yield step

    def _refuse_strange(self, members: list[zipfile.ZipInfo]) -> None:
        if len(members) > MEMBERS:
            raise UnableToReadReport("文件内部的成员过多，不是一份执行报告。")
        if len({m.filename for m in members}) != len(members):
            raise UnableToReadReport("文件内部有重名的成员，不予读取。")
        if any(m.flag_bits & ENCRYPTED for m in members):
            raise UnableToReadReport("文件已加密，请去掉密码后再上传。")
        if any(m.compress_type not in PACKED_WITH for m in members):
            raise UnableToReadReport("文件使用了不认识的压缩方式，请用 Word 或 Excel 另存一次。")
        declared, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
        if declared > DECLARED or (declared > UNPACKED and declared > RATIO * max(packed, 1)):
            raise UnableToReadReport("文件解压后过大，不予读取。")
        if any(m.filename.lower().rpartition("/")[2] in MACROS for m in members):
            raise UnableToReadReport("文件含有宏，请另存为不含宏的 docx 或 xlsx。")


def _refuse_long_directory(data: bytes) -> None:
    """The list of members is read whole by the library: a long one costs memory before anything can be counted."""
    at = data.rfind(END, max(0, len(data) - 66000))
    if at < 0 or at + 22 > len(data):
        raise UnableToReadReport(DAMAGED)
    (size,) = struct.unpack_from("<I", data, at + 12)
    if data[max(0, at - 20) : max(0, at - 16)] == FAR_POINTER and data[at - 76 : at - 72] == FAR_END:
        (size,) = struct.unpack_from("<Q", data, at - 76 + 40)
    if size > DIRECTORY:
        raise UnableToReadReport("文件内部的成员过多，不是一份执行报告。")
