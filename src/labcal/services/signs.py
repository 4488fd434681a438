"""Signs that no certificate can hold, refused at the door: a certificate could never be issued with them."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass

from labcal.errors.records import UnprintableError

UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold (XML 1.0, 2.2); spreadsheets and word processors put some of it in what is pasted."""


def refuse_unprintable(value: object) -> None:
    """Look through the words of a command, and of everything in it that is shown.

    Raises:
        UnprintableError: One of them has such a sign.
    """
    if isinstance(value, str):
        found = UNPRINTABLE.search(value)
        if found is not None:
            raise UnprintableError(sign=f"U+{ord(found[0]):04X}")
    elif isinstance(value, tuple):
        for part in value:
            refuse_unprintable(part)
    elif is_dataclass(value):
        for field in fields(value):
            if field.repr:
                refuse_unprintable(getattr(value, field.name))
