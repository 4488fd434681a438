"""Legal verification: seals, stickers and findings."""

from __future__ import annotations

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Change the tables."""
