"""Why a file is not read, and everything that a broken file can raise inside the libraries."""

import zipfile
import zlib
from xml.parsers.expat import ExpatError

from postpermit.trail.errors import Refused


class UnableToReadReport(Refused):
    """The file is no execution report that can be read: wrong type, broken, hostile, too large, or state secrets."""


# A bit that flipped inside a packed file surfaces in any of these ways; none of them is a fault of the program.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    LookupError,
    ValueError,
    ArithmeticError,
    OSError,
    EOFError,
    AttributeError,
    TypeError,
    NotImplementedError,
    AssertionError,
    RecursionError,
    MemoryError,
)
DAMAGED = "文件不完整或已损坏，读不出内容。请重新导出后再试。"
