"""Each command on items that come together that can be undone: see ``test_undo``."""

from labcal.domain.instrument import Instrument
from labcal.domain.job import Place
from labcal.domain.quantity import QuantityValue, parse
from labcal.services.batches import BatchItem, ReceiveBatch
from labcal.services.jobs import ReceiveItem
from labcal.services.readings import RecordBlock
from labcal.services.together import (
    HandOverTogether,
    OpenTogether,
    RecordRoomTogether,
    RecordTogether,
    TieTogether,
)

MASS = "mass/substitution"
BLOCK = ((Place(point=0, row=0, column=0), QuantityValue("0.0120", "g")),)


def weight(serial: str, nominal: str = "10 kg") -> Instrument:
    """Return a new weight."""
    return Instrument(name="Weight", nominal=parse(nominal), serial=serial, grade="M1")


def batch(*serials: str, customer: str = "C-0001", **shared: str) -> ReceiveBatch:
    """Return the command that receives weights together."""
    items = tuple(BatchItem(item=weight(serial)) for serial in serials)
    told = ReceiveItem(customer=customer, item=items[0].item, condition="Good", grade="M1", **shared)
    return ReceiveBatch(shared=told, items=items)


BATCH_CASES = {
    ReceiveBatch: ("received", "Bo", lambda _job: batch("W-1", "W-2")),
    OpenTogether: ("received", "Bo", lambda job: OpenTogether(jobs=(job,), procedure=MASS)),
    TieTogether: ("opened", "Bo", lambda job: TieTogether(jobs=(job,), standard="S-0001")),
    RecordTogether: (
        "opened",
        "Bo",
        lambda job: RecordTogether(blocks=(RecordBlock(job=job, cells=BLOCK),)),
    ),
    RecordRoomTogether: (
        "measured",
        "Bo",
        lambda job: RecordRoomTogether(
            jobs=(job,), name="temperature", moment="end", quantity=parse("20,50 °C")
        ),
    ),
    HandOverTogether: ("measured", "Bo", lambda job: HandOverTogether(jobs=(job,))),
}
"""Stage that the job has to have, who gives the command, and how it is made for the job."""
