"""What a history calls tables, and the few words that some columns hold."""

from __future__ import annotations

from labcal.domain.agreement import DELAYS, PRIORITIES
from labcal.domain.certificate import Status
from labcal.domain.conformity import OUTCOMES
from labcal.domain.equipment import CONFORMITIES, EVENTS, PERIODS, SCHEDULES, STATUSES
from labcal.domain.job import PHASES
from labcal.domain.limits.table import STAGES
from labcal.domain.person import SEXES, WORK
from labcal.domain.place import INFLUENCES
from labcal.domain.scope import COMBINATIONS
from labcal.domain.seal import SEAL_KINDS, SEAL_STATUSES
from labcal.domain.specification import LIBRARIES
from labcal.domain.training import TRAINING_RESULTS
from labcal.domain.verification import ANSWERS, DECISIONS, INDICATING, RECEPTORS, TESTS
from labcal.domain.verification import STATES as VERIFICATION_STATES
from labcal.services.jobs import STATES
from labcal.text import mark

TABLES = {
    "amendment": mark("Amendment"),
    "account": mark("Account"),
    "agreement": mark("Agreement"),
    "adjustment": mark("Adjustment"),
    "attachment": mark("File"),
    "authorisation": mark("Authorisation"),
    "batch": mark("Batch"),
    "certificate": mark("Certificate"),
    "certified_point": mark("Further value"),
    "cmc": mark("Scope"),
    "coefficients": mark("Coefficients"),
    "comparison": mark("Comparison with a document"),
    "contact": mark("Contact"),
    "customer": mark("Customer"),
    "excuse": mark("Reason given"),
    "delay": mark("Delay"),
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
    "specification": mark("Specification"),
    "standard": mark("Standard"),
    "standard_certificate": mark("Certificate"),
    "training": mark("Training"),
    "trusted_laboratory": mark("Trusted laboratory"),
    "seal": mark("Numbered seal"),
    "verification": mark("Verification"),
    "verification_finding": mark("Finding"),
    "verification_reading": mark("Weighing"),
    "verification_standard": mark("Weight of the kit"),
    "withdrawal": mark("Withdrawal"),
    "written_procedure": mark("Written version"),
}
"""Each table whose rows a history tells of, as people call one of its records."""

HIDDEN = frozenset(
    {
        "secret_digest", "handle", "xml", "pdf", "reserved_at", "unlocked", "revision", "replaces",
        "position", "standard_uncertainty", "body", "digest", "decided_at",
    }
)  # fmt: skip
"""Columns that say nothing to a person: digests of files and secrets, and what the book counts for itself."""

PEOPLE = frozenset(
    {
        "by", "received_by", "reserved_by", "signed_by", "approved_by", "written_by", "withdrawn_by",
        "granted_by", "mentor", "name", "decided_by", "holder",
    }
)  # fmt: skip
"""Columns that may hold the handle of someone who was anonymised."""

TRUTHS = frozenset({"adjusted", "agrees", "second_person", "in_house", "accepted", "suspended", "left"})
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
        (("agreement", "stage"), STAGES),
        (("authorisation", "level"), WORK),
        (("certificate", "status"), CERTIFICATE_STATUSES),
        (("coefficients", "phase"), PHASES),
        (("cmc", "combination"), COMBINATIONS),
        (("comparison", "library"), LIBRARIES),
        (("delay", "reason"), DELAYS),
        (("item_calibration", "conformity"), CONFORMITIES),
        (("item_event", "conformity"), CONFORMITIES),
        (("item_event", "kind"), EVENTS),
        (("item_status", "status"), STATUSES),
        (("job", "priority"), PRIORITIES),
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
        (("seal", "kind"), SEAL_KINDS),
        (("seal", "status"), SEAL_STATUSES),
        (("verification", "decision"), DECISIONS),
        (("verification", "indicating"), INDICATING),
        (("verification", "receptor"), RECEPTORS),
        (("verification", "stage"), STAGES),
        (("verification", "state"), VERIFICATION_STATES),
        (("verification_finding", "answer"), ANSWERS),
        (("verification_reading", "test"), TESTS),
    )
} | {
    ("room", "name"): {one.value: words for one, words in INFLUENCES.items()},
    ("room", "moment"): {"start": mark("at the start"), "end": mark("at the end")},
    ("job", "place"): {"laboratory": mark("In the laboratory"), "customer": mark("At the customer's")},
}
"""What columns hold that have only a few words to choose from."""
