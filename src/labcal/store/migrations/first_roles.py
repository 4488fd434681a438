"""The roles of the people of release 0.1, given as the book is brought up to date.

What it writes is a line of the journal like any other, in the form that lines had in release 0.1 and that
every later release reads: the table, the line's columns and its digest are written out here and never change.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection

from labcal.store.body import COMMON, FORMAT
from labcal.store.directory import PROGRAM
from labcal.text import mark

TITLE = mark("Bring the book up to date")
ROLES = {
    "supervised": "technician",
    "records": "technician",
    "checks": "reviewer",
    "signs": "signatory",
    "mentors": "trainer",
    "administers": "administrator",
}
"""The role that carries on what an authorisation of that level allowed."""
FOR_EVER = date.max.isoformat()


def give(connection: Connection) -> None:
    """Give every person in post the roles that keep what release 0.1 let them do; none in an empty book."""
    last = connection.exec_driver_sql("SELECT id, at, digest FROM entry ORDER BY id DESC LIMIT 1").first()
    people = (
        connection.exec_driver_sql('SELECT id FROM person WHERE "left" IS NULL ORDER BY id').scalars().all()
    )
    if last is None or not people:
        return
    number, at, previous = last
    now = max(datetime.now(UTC).isoformat(timespec="microseconds"), str(at))
    rows = [row for person in people for row in _rows(connection, person, now[:10])]
    for key, row in enumerate(rows, start=1):
        row |= {"id": key, "version": number + 1}
        connection.exec_driver_sql(
            "INSERT INTO person_role (person_id, role, since, until, ended, granted_by, id, version) "
            "VALUES (:person_id, :role, :since, :until, :ended, :granted_by, :id, :version)",
            row,
        )
    _tell(connection, (number + 1, now, bytes(previous)), rows)


def _rows(connection: Connection, person: int, today: str) -> list[dict[str, Any]]:
    """Return a person's roles: everybody could receive items; the rest goes by the authorisations."""
    found = connection.exec_driver_sql(
        "SELECT level, since, until FROM authorisation WHERE person_id = ? AND suspended IS NULL ORDER BY id",
        (person,),
    ).all()
    held = {("technician", today, None): None}
    for level, since, until in found:
        if level == "administers":
            held["administrator", since, None if until == FOR_EVER else until] = None
        elif level not in ("supervised", "records"):
            held[ROLES[level], today, None] = None
    return [
        {
            "person_id": person,
            "role": role,
            "since": since,
            "until": until,
            "ended": None,
            "granted_by": str(PROGRAM),
        }
        for role, since, until in held
    ]


def _tell(connection: Connection, line: tuple[int, str, bytes], rows: list[dict[str, Any]]) -> None:
    """Write the line that tells the rows, with its touches."""
    number, at, previous = line
    changes = [
        {
            "table": "person_role",
            "key": row["id"],
            "before": None,
            "after": json.dumps(row, sort_keys=True, ensure_ascii=False),
        }
        for row in rows
    ]
    told = json.dumps({"need": None, "changes": changes}, sort_keys=True, ensure_ascii=False)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=COMMON)
    body = FORMAT + squeeze.compress(told.encode()) + squeeze.flush()
    words = json.dumps([number, at, str(PROGRAM), TITLE, 0, None])
    digest = hashlib.sha256(b"\0".join([previous, words.encode(), body])).digest()
    connection.exec_driver_sql(
        "INSERT INTO entry (id, at, person, command, undoable, undoes, body, previous, digest) "
        "VALUES (?, ?, ?, ?, 0, NULL, ?, ?, ?)",
        (number, at, str(PROGRAM), TITLE, body, previous, digest),
    )
    for row in rows:
        connection.exec_driver_sql("INSERT INTO touch VALUES (?, 'person_role', ?)", (number, row["id"]))
