"""Columns that hold one of a few words, checked by the database, and words added to older tables."""

from __future__ import annotations

from enum import Enum as Words
from typing import Annotated

from sqlalchemy import Enum
from sqlalchemy.orm import mapped_column

Added = Annotated[str, mapped_column(server_default="")]
"""Words of a column that came later: empty in rows that stood before."""


def choice(words: type[Words], name: str) -> Enum:
    """Return the type of a column that holds a value of ``words``; its check is named after ``name``."""
    return Enum(words, name=name, values_callable=_values, create_constraint=True)


def _values(words: type[Words]) -> list[str]:
    return [str(one.value) for one in words]
