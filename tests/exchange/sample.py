"""A certificate to test with: the 10 kg weight of EA-4/02 M:2022, S2, and keys to sign it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from random import Random

from labcal.certificates.calibration import render
from labcal.domain.certificate import (
    CalibratedItem,
    CalibrationCertificate,
    CertificateNumber,
    CertifiedResult,
    Condition,
    Decision,
    MethodUsed,
    Responsible,
    StandardUsed,
)
from labcal.domain.conformity import Outcome, Verdict
from labcal.domain.party import Party
from labcal.exchange.dcc_read import facts
from labcal.exchange.dcc_write import write_dcc
from labcal.exchange.keys import (
    Authority,
    Signer,
    SigningKey,
    make_authority,
    make_signing_key,
    unlock,
    unlock_signer,
)
from labcal.exchange.pdf_signature import sign_pdf
from labcal.exchange.qr import qr_facts, write_qr
from labcal.exchange.trust import TrustList, entry_of, read_trust, write_trust
from labcal.exchange.xml_signature import sign_xml
from labcal.text import Text

SIGNED_AT = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
FOUNDED_AT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LABORATORY = Party(
    name="Institute of Metrology",
    street="12 Independence Avenue",
    post_code="00100",
    city="Nairobi",
    country="KE",
    email="mass@institute.example",
    phone="+254 20 555 0100",
)

VERDICT = Verdict(
    outcome=Outcome.PASS,
    rule="r111",
    reason="The deviation of {error} lies within ±({limit} − {expanded}).",
    fields=(("error", "+25 mg"), ("limit", "500 mg"), ("expanded", "59 mg")),
    guard=59.0,
    source="OIML R 111-1:2004, 5.3",
)

RESULT = CertifiedResult(
    quantity="Conventional mass",
    nominal=Decimal("10"),
    nominal_unit="kg",
    value=Decimal("10.000025"),
    unit="kg",
    error=Decimal("25"),
    expanded=Decimal("59"),
    uncertainty_unit="mg",
    coverage_factor=Decimal("2"),
    coverage_probability=0.9545,
    effective_dof=None,
    lower_limit=Decimal("-500"),
    upper_limit=Decimal("500"),
    verdict=VERDICT,
)


CUSTOMER = Party(
    name="Customs and Excise, Port Office",
    street="4 Harbour Road",
    post_code="80100",
    city="Mombasa",
    country="KE",
)

ITEM = CalibratedItem(
    name="Weight 10 kg",
    manufacturer="Mettler & Sons",
    model="W-10",
    serial="4471",
    mark="",
    specification="OIML class M1",
    condition="Good; light scratches on the knob",
)

METHOD = MethodUsed(
    id="mass/substitution",
    version=4,
    digest="5b" * 32,
    title="Calibration of weights by substitution weighing (ABBA)",
    references=("EA-4/02 M:2022, S2", "OIML R 111-1:2004, annex C"),
)

STANDARDS = (
    StandardUsed(
        name="Weight 10 kg, OIML class F2",
        identification="RS-118",
        certificate="NMISA-2025-3310",
        laboratory="National Metrology Institute of South Africa",
        calibrated_on=date(2025, 6, 3),
        value="10 000.005 g ± 0.045 g (k = 2)",
    ),
)

CONDITIONS = (
    Condition(name="Temperature", lowest=Decimal("19.8"), highest=Decimal("20.3"), unit="degC"),
    Condition(name="Relative humidity", lowest=Decimal("45"), highest=Decimal("51"), unit="%"),
    Condition(name="Air pressure", lowest=Decimal("1012.7"), highest=Decimal("1013.7"), unit="hPa"),
)

DECISION = Decision(
    specification="OIML R 111-1:2004, class M1, maximum permissible errors of table 1",
    rule="r111",
    statement=(
        "A weight conforms when its deviation lies within the maximum permissible error reduced by "
        "the expanded uncertainty, and the expanded uncertainty is not greater than a third of it."
    ),
    edition="2004",
    verified=False,
)

RESPONSIBLE = Responsible(
    recorded_by=("Amina Diallo",),
    mentors=(),
    checked_by="Lindiwe Dube",
    signed_by="Dr Fatou Ndiaye",
    signatory_role="Signatory, mass",
)


def sample() -> CalibrationCertificate:
    """Return the certificate of EA-4/02 M:2022, S2, as LabCal would issue it."""
    return CalibrationCertificate(
        number=CertificateNumber("2026-0001"),
        job="J-2026-0007",
        language="en",
        laboratory=LABORATORY,
        laboratory_code="KE-CAL-118",
        zone="Africa/Nairobi",
        place="laboratory",
        customer=CUSTOMER,
        item=ITEM,
        received_on=date(2026, 11, 9),
        performed_from=date(2026, 11, 16),
        performed_to=date(2026, 11, 16),
        issued_on=date(2026, 11, 18),
        signed_at=SIGNED_AT,
        method=METHOD,
        standards=STANDARDS,
        conditions=CONDITIONS,
        results=(RESULT,),
        decision=DECISION,
        responsible=RESPONSIBLE,
        remarks="",
        journal_entry=412,
        journal_head="c0ffee" * 10 + "1a2b",
    )


def other() -> CalibrationCertificate:
    """Return the next certificate, of another weight."""
    whole = sample()
    return replace(
        whole,
        number=CertificateNumber("2026-0002"),
        item=replace(whole.item, serial="4472", name="Weight 20 kg"),
    )


def points(count: int) -> tuple[CertifiedResult, ...]:
    """Return ``count`` results of a kind, for pages that break."""
    return tuple(
        replace(
            RESULT,
            nominal=Decimal(n + 1),
            value=Decimal(n + 1) + Decimal("0.000025"),
            error=Decimal(25),
        )
        for n in range(count)
    )


@dataclass(frozen=True)
class Keys:
    """An authority with one signatory."""

    authority: Authority
    key: SigningKey
    signer: Signer


PASSPHRASE = "a long phrase of the laboratory"
PASSWORD = "a word of the signatory"


@dataclass(frozen=True)
class Issued:
    """All faces of one issued certificate."""

    xml: bytes
    signed: bytes
    printed: bytes
    pdf: bytes
    code: str


def issue(certificate: CalibrationCertificate | None = None) -> Issued:
    """Return a certificate issued with the sample's keys."""
    content, signer, text = certificate or sample(), keys().signer, Text("en")
    xml = write_dcc(content, text)
    signed = sign_xml(xml, signer, content.signed_at)
    code = write_qr(qr_facts(facts(signed), signed), signer)
    printed = render(content, text, key_id=signer.key_id, code=code)
    return Issued(xml, signed, printed, sign_pdf(printed, signed, signer, content.signed_at), code)


def trust_list(**revocation: object) -> TrustList:
    """Return the laboratory's trust list, its signatory revoked where so said."""
    made = keys()
    entries = [entry_of(made.authority.certificate_der), entry_of(made.key.certificate_der, **revocation)]
    return read_trust(write_trust(entries, unlock(made.authority.key_pem, PASSPHRASE)))


def changed(data: bytes, random: Random) -> bytes:
    """Return ``data`` with one byte changed, often into one that might pass unnoticed."""
    place = random.randrange(len(data))
    old, new = data[place], data[place]
    while new == old:
        new = random.choice(
            [random.randrange(256), old ^ (1 << random.randrange(8)), ord(random.choice(" 0aA"))]
        )
    return data[:place] + bytes([new]) + data[place + 1 :]


@cache
def keys(person: str = "Dr Fatou Ndiaye") -> Keys:
    """Return keys made once in a run of the tests."""
    authority = make_authority(LABORATORY.name, "KE", PASSPHRASE, FOUNDED_AT)
    key = make_signing_key(person, PASSWORD, authority, PASSPHRASE, FOUNDED_AT)
    return Keys(authority, key, unlock_signer(key, PASSWORD, authority.certificate_der))
