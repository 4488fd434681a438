"""``kill -9`` while readings are being recorded: every acknowledged one is there."""

import sys

import pytest


def killed(lab, write, least: int) -> tuple[int, int]:
    """Kill a writer after ``least`` readings; return how many were acknowledged, and how many are there."""
    job = lab.job()
    lab.book.close()
    ended = write("readings", lab.path, job, least=least, environment={})
    lab.reopen()
    with lab.book.read() as records:
        found = records.jobs.get(job)
        kept = [one.quantity.number for one in (*found.replaced, *found.readings)]
    assert kept[: len(ended.acknowledged)] == ended.acknowledged
    assert len(kept) - len(ended.acknowledged) in (0, 1)
    assert lab.findings() == []
    lab.do("Bo", lab.reading(job, 1))
    return len(ended.acknowledged), len(kept)


@pytest.mark.parametrize("least", [1, 8, 25])
def test_every_acknowledged_reading_outlasts_a_kill(lab, write, least):
    assert killed(lab, write, least)[0] >= least


@pytest.mark.prove
@pytest.mark.parametrize("least", range(3, 63, 3))
def test_every_acknowledged_reading_outlasts_twenty_kills(lab, write, least, capsys):
    acknowledged, kept = killed(lab, write, least)
    with capsys.disabled():
        sys.stdout.write(f"kill -9: {acknowledged} acknowledged, {kept} there\n")
