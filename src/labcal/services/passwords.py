"""Passwords, by argon2id."""

from __future__ import annotations

from labcal.errors.people import WeakPasswordError

LEAST = 10
"""Characters a password has at least."""


def hashed(password: str) -> str:
    """Return the argon2id hash of ``password``.

    Raises:
        WeakPasswordError: It is too short.
    """
    from argon2 import PasswordHasher

    if len(password) < LEAST:
        raise WeakPasswordError(length=len(password), least=LEAST)
    return PasswordHasher().hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Tell whether ``password`` is the one whose hash was ``kept``; as slow where there is none."""
    from argon2 import PasswordHasher
    from argon2.exceptions import VerifyMismatchError

    hasher = PasswordHasher()
    try:
        hasher.verify(kept or hasher.hash("nobody has this password"), password)
    except VerifyMismatchError:
        return False
    return kept is not None
