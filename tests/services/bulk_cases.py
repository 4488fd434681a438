"""A command that writes rows by the thousand, for tests of what stands on them."""

from dataclasses import dataclass
from typing import ClassVar

from labcal.domain.person import Level, Need
from labcal.store.spans import Same

WORDS = ("street", "post_code", "city", "country", "email", "phone")
PLATE = ("manufacturer", "model", "serial", "mark", "grade")


def customers(numbers):
    return {
        "number": [f"C-{number:04d}" for number in numbers],
        "name": [f"Mill {number}" for number in numbers],
        **dict.fromkeys(WORDS, Same("")),
    }


@dataclass(frozen=True, slots=True)
class Pour:
    """Write customers in bulk, in several runs, with an instrument of each."""

    title: ClassVar[str] = "Pour"
    undoable: ClassVar[bool] = True
    runs: tuple[range, ...]

    def needs(self, records) -> Need:
        return Need(level=Level.ADMINISTERS, on=records.today)

    def run(self, work, who) -> list[range]:
        return [self._run(work, run) for run in self.runs]

    def _run(self, work, run) -> range:
        keys = work.bulk.add("customer", customers(run))
        work.bulk.add(
            "instrument",
            {
                "number": [f"I-{key:06d}" for key in keys],
                "customer_id": keys,
                "name": Same("Weight"),
                "nominal": Same("10"),
                "nominal_unit": Same("kg"),
                "nominal_base": [10] * len(keys),
                **dict.fromkeys(PLATE, Same("")),
            },
        )
        return keys
