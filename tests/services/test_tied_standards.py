"""Which certificate of its standard a reading was taken against."""

from dataclasses import replace

from labcal.services.jobs import TieStandard
from labcal.services.standards import CertifyStandard, certificate_versions


def certificates_read_against(lab, job):
    return [reading.standard for reading in lab.ask(lambda records: records.jobs.get(job)).readings]


def test_a_reading_names_the_certificate_that_its_standard_had_then(lab):
    job = lab.job("opened")
    lab.do("Bo", lab.reading(job, 0))
    lab.do("Bo", TieStandard(job=job, standard="S-0001"))
    lab.do("Bo", lab.reading(job, 1))
    again = replace(lab.ask(certificate_versions, "S-0001")[0].certificate, number="MSL-2")
    lab.do("Ana", CertifyStandard(standard="S-0001", certificate=again))
    lab.do("Bo", lab.reading(job, 2))
    first, second = (one.key for one in lab.ask(certificate_versions, "S-0001"))
    assert certificates_read_against(lab, job) == [None, first, first]
    lab.do("Bo", TieStandard(job=job, standard="S-0001"))
    lab.do("Bo", lab.reading(job, 3))
    assert certificates_read_against(lab, job) == [None, second, second, second]
