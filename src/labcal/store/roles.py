"""The roles there are, from ``resources/roles``: every person that is read has the rights of theirs."""

from __future__ import annotations

import tomllib
from functools import cache

from labcal import resources
from labcal.domain.role import Right, Role

FORMAT = "labcal-roles-1"


@cache
def roles() -> dict[str, Role]:
    """Return the roles by id, from the most modest to the most powerful."""
    told = tomllib.loads(resources.path("roles", "roles.toml").read_text(encoding="utf-8"))
    if told.pop("format") != FORMAT:
        raise ValueError("roles of another format")
    told.pop("source")
    return {
        name: Role(name, role["title"], frozenset(map(Right, role["rights"]))) for name, role in told.items()
    }


def role_with(right: Right) -> Role:
    """Return the most modest role that gives ``right``."""
    return next(role for role in roles().values() if right in role.rights)
