"""Each command on keys that can be undone."""

from datetime import timedelta

from labcal.exchange import trust
from labcal.exchange.keys import make_authority, unlock
from labcal.services.key_life import DistrustLaboratory, TrustLaboratory

PHRASE = "a phrase of the bureau"


def trusting(lab):
    authority = make_authority("Bureau of Standards", "GH", PHRASE, lab.clock.now - timedelta(days=30))
    entries = [trust.entry_of(authority.certificate_der)]
    return TrustLaboratory(content=trust.write_trust(entries, unlock(authority.key_pem, PHRASE)))


def distrusting(lab):
    command = trusting(lab)
    lab.do("Ana", command)
    return DistrustLaboratory(authority=trust.read_trust(command.content).signed_by)


KEYS = {TrustLaboratory: trusting, DistrustLaboratory: distrusting}
