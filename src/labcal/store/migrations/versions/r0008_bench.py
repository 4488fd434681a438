"""As found and as left, outliers and what the bench keeps."""

from __future__ import annotations

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Change the tables."""
