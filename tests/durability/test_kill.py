"""``kill -9`` while readings are being recorded: every acknowledged one is there."""

import sys
import time
from functools import partial

import pytest


def kept_of(lab, job) -> list[str]:
    with lab.book.read() as records:
        found = records.jobs.get(job)
        return [one.quantity.number for one in (*found.replaced, *found.readings)]


def killed(lab, write, job: str, least: int) -> tuple[int, int]:
    """Kill a writer after ``least`` readings; return how many were acknowledged, and how many are there."""
    before = len(kept_of(lab, job))
    lab.book.close()
    ended = write(least)
    lab.reopen()
    kept = kept_of(lab, job)[before:]
    assert kept[: len(ended.acknowledged)] == ended.acknowledged
    assert len(kept) - len(ended.acknowledged) in (0, 1)
    with lab.book.read() as records:
        assert records.proof().first_broken is None
    return len(ended.acknowledged), len(kept)


@pytest.mark.parametrize("least", [1, 8, 25])
def test_every_acknowledged_reading_outlasts_a_kill(lab, write, least):
    job = lab.job()
    writer = partial(write, "readings", lab.path, job, environment={})
    assert killed(lab, lambda number: writer(least=number), job, least)[0] >= least
    assert lab.findings() == []
    lab.do("Bo", lab.reading(job, 1))


@pytest.mark.prove
def test_one_book_outlasts_two_hundred_kills(lab, writers, capsys):
    acknowledged = there = 0
    start = time.monotonic()
    for number in range(200):
        job = lab.job(serial=f"{number}-1")
        writer = partial(writers.killed, "readings", lab.path, job, seed=number)
        told, kept = killed(lab, lambda least, writer=writer: writer(least=least), job, 1 + number % 20)
        acknowledged, there = acknowledged + told, there + kept
        if number % 20 == 19:
            assert lab.findings() == []
    with capsys.disabled():
        took = time.monotonic() - start
        sys.stdout.write(f"kill -9, 200 times: {acknowledged} acknowledged, {there} there, {took:.0f} s\n")
