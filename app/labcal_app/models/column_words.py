"""What a history calls tables, columns and the few words that some columns hold."""

from __future__ import annotations

from labcal.domain.certificate import Status
from labcal.domain.conformity import OUTCOMES
from labcal.domain.equipment import CONFORMITIES, EVENTS, PERIODS, SCHEDULES, STATUSES
from labcal.domain.job import PHASES
from labcal.domain.person import SEXES, WORK
from labcal.domain.place import INFLUENCES
from labcal.domain.scope import COMBINATIONS
from labcal.domain.training import TRAINING_RESULTS
from labcal.services.jobs import STATES
from labcal.text import mark

TABLES = {
    "account": mark("Account"),
    "adjustment": mark("Adjustment"),
    "attachment": mark("File"),
    "authorisation": mark("Authorisation"),
    "batch": mark("Batch"),
    "certificate": mark("Certificate"),
    "certified_point": mark("Further value"),
    "cmc": mark("Scope"),
    "coefficients": mark("Coefficients"),
    "contact": mark("Contact"),
    "customer": mark("Customer"),
    "excuse": mark("Reason given"),
    "instrument": mark("Instrument"),
    "instrument_type": mark("Type"),
    "item_calibration": mark("Calibration elsewhere"),
    "item_event": mark("Event"),
    "item_location": mark("Place"),
    "item_status": mark("Status"),
    "job": mark("Job"),
    "job_standard": mark("Standard used"),
    "laboratory": mark("Laboratory"),
    "laboratory_room": mark("Room of the laboratory"),
    "note": mark("Note"),
    "outlier": mark("Outlier"),
    "person": mark("Person"),
    "person_role": mark("Role"),
    "personal": mark("Personal details"),
    "policy_exception": mark("Exception"),
    "procedure": mark("Procedure"),
    "reading": mark("Reading"),
    "reference_material": mark("Reference material"),
    "result": mark("Result"),
    "review": mark("Check"),
    "room": mark("Conditions"),
    "room_condition": mark("Conditions"),
    "room_limit": mark("Limit of a room"),
    "room_record": mark("Record of the room"),
    "schedule": mark("Schedule"),
    "signing_key": mark("Signing key"),
    "site": mark("Site"),
    "standard": mark("Standard"),
    "standard_certificate": mark("Certificate"),
    "training": mark("Training"),
}
"""Each table whose rows a history tells of, as people call one of its records."""

COLUMNS = {
    "number": mark("Number"),
    "name": mark("Name"),
    "full_name": mark("Full name"),
    "identification": mark("Identification"),
    "nominal": mark("Nominal value"),
    "row": mark("Row"),
    "column": mark("Column"),
    "keyed": mark("Read"),
    "reading": mark("Read"),
    "moment": mark("When"),
    "value": mark("Value"),
    "expanded": mark("Expanded uncertainty U"),
    "coverage_factor": mark("k of U"),
    "drift": mark("Drift, ±"),
    "outcome": mark("Outcome"),
    "grade": mark("Class"),
    "manufacturer": mark("Maker"),
    "model": mark("Type"),
    "serial": mark("Serial no."),
    "mark": mark("Mark"),
    "firmware": mark("Firmware"),
    "criteria": mark("Acceptance criteria"),
    "approval": mark("Type approval"),
    "laboratory": mark("Issued by"),
    "certificate": mark("Certificate"),
    "calibrated_on": mark("Calibrated on"),
    "status": mark("Status"),
    "state": mark("State"),
    "kind": mark("What"),
    "every": mark("Every"),
    "period": mark("Counted in"),
    "grace": mark("Days of grace"),
    "on": mark("Day"),
    "last_done": mark("Last done"),
    "next_due": mark("Next due"),
    "since": mark("Since"),
    "until": mark("Until"),
    "ended": mark("Ended"),
    "due_on": mark("Due on"),
    "received_on": mark("Received on"),
    "received_by": mark("Received by"),
    "reserved_by": mark("Reserved by"),
    "issued_on": mark("Issued on"),
    "signed_by": mark("Signed by"),
    "approved_by": mark("Approved by"),
    "granted_by": mark("Granted by"),
    "valid_from": mark("Valid from"),
    "valid_until": mark("Valid until"),
    "street": mark("Street"),
    "post_code": mark("Post code"),
    "city": mark("City"),
    "country": mark("Country"),
    "email": mark("E-mail"),
    "phone": mark("Telephone"),
    "function": mark("Function"),
    "place": mark("Place"),
    "purpose": mark("Purpose"),
    "closed": mark("Closed on"),
    "code": mark("Accreditation"),
    "zone": mark("Time zone"),
    "second_person": mark("A second person checks every result"),
    "in_house": mark("Own equipment"),
    "due_agreed_on": mark("Due dates may be told, agreed on"),
    "due_agreed_by": mark("Due dates may be told, agreed by"),
    "suspended": mark("Suspended"),
    "left": mark("Left"),
    "role": mark("Role"),
    "level": mark("Level"),
    "mentor": mark("Mentor"),
    "countersigned": mark("Signed for"),
    "procedure": mark("Procedure"),
    "low": mark("Lowest"),
    "high": mark("Highest"),
    "quantity": mark("Measured quantity or item"),
    "constant": mark("U: constant part a"),
    "relative": mark("relative part b"),
    "combination": mark("Combined as"),
    "influence": mark("Quantity"),
    "source": mark("Source"),
    "edition": mark("Edition"),
    "condition": mark("Condition"),
    "phase": mark("Taken"),
    "no_as_found": mark("Nothing as found, because"),
    "acclimatising_since": mark("In the room since"),
    "what": mark("What was done"),
    "lowest": mark("Lowest"),
    "mean": mark("Mean"),
    "highest": mark("Highest"),
    "count": mark("Values"),
    "file": mark("File"),
    "deviations": mark("Deviations"),
    "remarks": mark("Remarks"),
    "remark": mark("Remark"),
    "accepted": mark("Accepted"),
    "recomputed": mark("Computed a second time"),
    "words": mark("Words"),
    "about": mark("Shows"),
    "media": mark("Kind"),
    "size": mark("Size"),
    "document": mark("Document"),
    "batch": mark("Batch"),
    "results": mark("Results"),
    "result": mark("Result"),
    "conformity": mark("Outcome"),
    "adjustment": mark("Adjustment"),
    "course": mark("Course of training"),
    "provider": mark("Given by"),
    "evidence": mark("Evidence"),
    "reason": mark("Reason"),
    "why": mark("Reason"),
    "language": mark("Language"),
    "year": mark("Year"),
    "sex": mark("Sex"),
    "born": mark("Born"),
    "section": mark("Section"),
    "employer": mark("Employer"),
    "region": mark("Region"),
    "anonymised": mark("Anonymised"),
    "revoked": mark("Revoked"),
}
"""Each column as people call it, in the order in which a history tells them."""

HIDDEN = frozenset(
    {
        "secret_digest", "handle", "xml", "pdf", "reserved_at", "unlocked", "revision", "replaces",
        "position", "standard_uncertainty",
    }
)  # fmt: skip
"""Columns that say nothing to a person: digests of files and secrets, and what the book counts for itself."""

PEOPLE = frozenset(
    {
        "by", "received_by", "reserved_by", "signed_by", "approved_by", "granted_by", "mentor", "name",
    }
)  # fmt: skip
"""Columns that may hold the handle of someone who was anonymised."""

TRUTHS = frozenset({"second_person", "in_house", "accepted", "suspended", "left"})
"""Columns that hold yes or no, or a day."""

CERTIFICATE_STATUSES = {
    Status.RESERVED: mark("reserved"),
    Status.ISSUED: mark("issued"),
    Status.VOID: mark("void"),
    Status.SAMPLE: mark("sample"),
}
VALUES: dict[tuple[str, str], dict[str, str]] = {
    column: {str(one.value): words for one, words in known.items()}
    for column, known in (
        (("authorisation", "level"), WORK),
        (("certificate", "status"), CERTIFICATE_STATUSES),
        (("coefficients", "phase"), PHASES),
        (("cmc", "combination"), COMBINATIONS),
        (("item_calibration", "conformity"), CONFORMITIES),
        (("item_event", "kind"), EVENTS),
        (("item_status", "status"), STATUSES),
        (("job", "state"), STATES),
        (("personal", "sex"), SEXES),
        (("reading", "phase"), PHASES),
        (("result", "outcome"), OUTCOMES),
        (("result", "phase"), PHASES),
        (("room_condition", "influence"), INFLUENCES),
        (("room_limit", "influence"), INFLUENCES),
        (("schedule", "kind"), SCHEDULES),
        (("schedule", "period"), PERIODS),
        (("training", "result"), TRAINING_RESULTS),
    )
} | {
    ("room", "name"): {one.value: words for one, words in INFLUENCES.items()},
    ("room", "moment"): {"start": mark("at the start"), "end": mark("at the end")},
    ("job", "place"): {"laboratory": mark("In the laboratory"), "customer": mark("At the customer's")},
}
"""What columns hold that have only a few words to choose from."""
