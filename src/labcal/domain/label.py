"""Labels of calibrated items (ISO/IEC 17025:2017, 6.4.8; 7.8.4.3 for the due date)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from labcal.text import mark


class LabelStatus(Enum):
    """What an item may be used for, as its label says."""

    CALIBRATED = "calibrated"
    LIMITED = "limited"
    """Calibrated, but not within all of its limits: the certificate says what holds."""
    OUT_OF_SERVICE = "out of service"


LABEL_STATUSES = {
    LabelStatus.CALIBRATED: mark("CALIBRATED"),
    LabelStatus.LIMITED: mark("Limited use"),
    LabelStatus.OUT_OF_SERVICE: mark("Out of service"),
}
"""Each status as the label says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What stands on a label.

    Attributes:
        number: Of the certificate; empty where there is none.
        identity: Serial number or mark of the item.
        on: The day of the calibration, or since which it is out of service.
        due: The day by which it has to be calibrated next; None where that may not be told.
    """

    status: LabelStatus
    laboratory: str
    number: str
    item: str
    identity: str
    on: date
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelLayout:
    """Where labels stand on a page; all lengths in mm.

    Attributes:
        left: From the edge of the page to the first label.
        top: As ``left``, from the upper edge.
        across: Between neighbours in a row.
        down: Between neighbours in a column.
    """

    name: str
    page_width: float
    page_height: float
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float

    @property
    def on_a_page(self) -> int:
        """How many labels a page has."""
        return self.rows * self.columns

    @property
    def is_sheet(self) -> bool:
        """Whether a page has several labels, so that one may start at any of them."""
        return self.on_a_page > 1

    @property
    def fits(self) -> bool:
        """Whether all labels lie on the page."""
        right = self.left + self.columns * self.width + (self.columns - 1) * self.across
        below = self.top + self.rows * self.height + (self.rows - 1) * self.down
        slack = 1e-6
        sizes = (self.width, self.height)
        gaps = (self.left, self.top, self.across, self.down)
        inside = right <= self.page_width + slack and below <= self.page_height + slack
        return inside and min(sizes) > 0 and min(gaps) >= 0

    def places(self, count: int, start: int = 1) -> Iterator[tuple[int, float, float]]:
        """Yield page from 0, left and upper edge in mm of each of ``count`` labels, row by row.

        Args:
            count: How many labels.
            start: The first place to be used, from 1: those before it are gone from the sheet.
        """
        for number in range(start - 1, start - 1 + count):
            page, place = divmod(number, self.on_a_page)
            row, column = divmod(place, self.columns)
            x = self.left + column * (self.width + self.across)
            yield page, x, self.top + row * (self.height + self.down)
