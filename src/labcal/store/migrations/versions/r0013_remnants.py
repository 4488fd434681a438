"""A key for everybody: notes and files on a person are sealed under it."""

from __future__ import annotations

from base64 import b64encode

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

WITHOUT = """SELECT id FROM person WHERE anonymised IS NULL
    AND id NOT IN (SELECT person_id FROM person_key) ORDER BY id"""


def upgrade() -> None:
    """Make the keys that are missing: those of people of release 0.1 of whom no details were kept."""
    missing = op.get_bind().exec_driver_sql(WITHOUT).scalars().all()
    if not missing:
        return
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    keys = sa.table("person_key", sa.column("person_id"), sa.column("content"))
    made = [{"person_id": key, "content": b64encode(AESSIV.generate_key(512)).decode()} for key in missing]
    op.bulk_insert(keys, made)
