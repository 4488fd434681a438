"""The table of accuracy classes of weighing instruments that ships as data (OIML R 76-1:2006, table 3)."""

from __future__ import annotations

import csv
import io

from labcal import resources
from labcal.domain.quantity import parse
from labcal.domain.weighing_class import ClassRule


def weighing_classes(edition: str = "r76-1-2006") -> tuple[ClassRule, ...]:
    """Return the rows of the table, in its order.

    Args:
        edition: Folder of the edition.
    """
    body = resources.path("oiml", edition, "classification.csv").read_text(encoding="utf-8")
    return tuple(
        ClassRule(
            grade=line["class"],
            least=parse(line["e_least"]),
            greatest=parse(line["e_greatest"]) if line["e_greatest"] else None,
            fewest=int(line["n_least"]),
            most=int(line["n_greatest"]) if line["n_greatest"] else None,
            minimum=int(line["min_in_e"]),
            clause=line["clause"],
            confidence=line["confidence"],
        )
        for line in csv.DictReader(io.StringIO(body))
    )
