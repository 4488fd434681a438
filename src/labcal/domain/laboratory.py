"""The laboratory whose book it is."""

from __future__ import annotations

from dataclasses import dataclass

from labcal.domain.party import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Laboratory:
    """Profile of the laboratory.

    Attributes:
        party: Name and address.
        code: Its accreditation or other code, such as "CAL 017"; may be empty.
        zone: IANA name of its time zone; civil dates are counted in it.
        second_person: Whether a second, different person has to check every result.
    """

    party: Party
    zone: str
    code: str = ""
    second_person: bool = True
