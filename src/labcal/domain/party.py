"""A laboratory or a customer, as an address names it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Name and address (ISO/IEC 17025:2017, 7.8.2.1 b and e).

    Attributes:
        country: ISO 3166-1 alpha-2 code, such as "NZ".
    """

    name: str
    street: str = ""
    post_code: str = ""
    city: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The address under the name, empty parts left out."""
        town = " ".join(part for part in (self.post_code, self.city) if part)
        return tuple(part for part in (self.street, town, self.country) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Someone to speak to at a customer's.

    Attributes:
        function: What the person does there, such as "Quality manager".
        left: Whether the person is no longer there.
    """

    name: str
    function: str = ""
    email: str = ""
    phone: str = ""
    left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DueAgreement:
    """That a customer wants due dates on labels and in reminders (ISO/IEC 17025:2017, 7.8.4.3).

    Attributes:
        on: The day on which it was agreed.
        by: Who agreed on the customer's side.
    """

    on: date
    by: str
