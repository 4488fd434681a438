"""Which later work on a verification builds on a journal line."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.verification import VerificationState
from labcal.store.body import Change, fields
from labcal.store.rows.verifications import VerificationRow
from labcal.store.verifications import PARTS

STEPS = frozenset({"state", "decision"})
"""Columns that change where a verification goes on."""


def builds_on(session: Session, number: int, changes: Sequence[Change]) -> bool:
    """Tell whether later work on a verification stands on what line ``number`` did.

    What was recorded is taken back only while the instrument is under test; that it was begun or decided,
    only while nothing was recorded after it.
    """
    steps = {change.key for change in changes if change.table == "verification" and _is_step(change)}
    return any(_recorded_since(session, number, key) for key in steps) or any(
        not _is_open(session, key) for key in _touched(changes) - steps
    )


def _is_step(change: Change) -> bool:
    return change.before is None or bool(STEPS & set(change.columns()))


def _touched(changes: Sequence[Change]) -> set[int]:
    parts = {part.__tablename__ for part in PARTS}
    keys: set[object] = {change.key for change in changes if change.table == "verification"}
    for change in changes:
        if change.table in parts:
            keys.add((fields(change.after) or fields(change.before)).get("verification_id"))
    return {key for key in keys if isinstance(key, int)}


def _recorded_since(session: Session, number: int, key: int) -> bool:
    later = (
        select(part.id).where(part.verification_id == key, part.version > number).limit(1) for part in PARTS
    )
    own = select(VerificationRow.id).where(VerificationRow.id == key, VerificationRow.version > number)
    return any(session.scalar(query) is not None for query in (*later, own))


def _is_open(session: Session, key: int) -> bool:
    query = select(VerificationRow.state).where(VerificationRow.id == key)
    return session.scalar(query) is VerificationState.OPEN
