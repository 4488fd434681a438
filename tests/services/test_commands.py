"""Random sequences of commands: the book stays sound, a refusal changes nothing, undo restores the rows."""

import random
import sqlite3

import pytest

from labcal.domain.party import Party
from labcal.domain.quantity import QuantityValue
from labcal.errors import LabCalError
from labcal.services.checks import CheckJob, ExcuseSecondPerson, HandOver
from labcal.services.customers import AddCustomer
from labcal.services.jobs import NameMentor, NoteJob, OpenJob, TieStandard
from labcal.services.people import AddPerson, Suspend
from labcal.services.perform import Undo
from labcal.services.readings import Countersign, RecordRoom

MASS = "mass/substitution"
PEOPLE = ("Bo", "Bo", "Bo", "Tia", "Cy", "Di", "Max", "Eve", "Ana", "Sol")


class Walk:
    """One random sequence of commands in a laboratory."""

    def __init__(self, lab, seed: int) -> None:
        self.lab, self.random = lab, random.Random(seed)
        self.done, self.refused, self.undone = 0, 0, 0

    def rows(self) -> dict[str, list[tuple]]:
        """Return every table of records, without versions."""
        connection = sqlite3.connect(self.lab.path)
        connection.row_factory = sqlite3.Row
        names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        kept = {"entry", "touch", "span", "checkpoint", "alembic_version", "sqlite_sequence", "person_key"}
        shadows = ("_data", "_idx", "_docsize", "_config")
        inner = {name for name in names if name.startswith("find_") and name.endswith(shadows)}
        found = {}
        for name in set(names) - kept - inner:
            rows = connection.execute(f"select * from {name}")
            found[name] = sorted(str({**row, "version": 0}) for row in map(dict, rows))
        connection.close()
        return found

    def job(self) -> str:
        with self.lab.book.read() as records:
            jobs = [line.number for line in records.jobs.lines()]
        return self.random.choice(jobs) if jobs else "2026-0001"

    def command(self):
        """Return a command that may or may not be in its place."""
        choose, job = self.random.choice, self.job()
        with self.lab.book.read() as records:
            last = records.head()[0]
        number = QuantityValue(f"0.0{self.random.randint(0, 99):02d}", choose(("g", "g", "g", "mm")))
        makers = (
            lambda: self.lab.reading(job, self.random.randrange(12)),
            lambda: self.lab.reading(job, self.random.randrange(12), f"{number.number}", reason="Misread"),
            lambda: RecordRoom(job=job, name="temperature", moment=choose(("start", "end")), quantity=number),
            lambda: OpenJob(job=job, procedure=MASS, mentor=choose((None, "Max"))),
            lambda: NameMentor(job=job, mentor=choose(("Max", "Bo"))),
            lambda: TieStandard(job=job, standard=choose(("S-0001", "S-0002", "S-0003"))),
            lambda: NoteJob(job=job, remarks=f"{number.number}", deviations=""),
            lambda: HandOver(job=job),
            lambda: CheckJob(job=job, accepted=choose((True, True, False)), remark="Look again"),
            lambda: Countersign(job=job),
            lambda: ExcuseSecondPerson(job=job, reason="Alone"),
            lambda: AddCustomer(party=Party(name=f"Mill {number.number}")),
            lambda: AddPerson(person=f"Ira {number.number}"),
            lambda: Suspend(key=self.random.randint(1, 9), seen=self.random.randint(1, 30)),
            lambda: Undo(max(1, last - self.random.randrange(8))),
        )
        return choose(makers)()

    def prepare(self) -> None:
        """Let the jobs begin at different stages, so that every command finds its place now and then."""
        for stage in self.random.sample(["received", "opened", "measured", "checking", "signing"], 3):
            self.lab.job(stage, serial=stage)

    def step(self) -> None:
        """Run one command; undo it at once, now and then."""
        self.lab.clock.forward(seconds=self.random.random() * 60)
        who, before = self.random.choice(PEOPLE), self.rows()
        command = self.command()
        try:
            outcome = self.lab.do(who, command)
        except LabCalError:
            self.refused += 1
            assert self.rows() == before
            return
        self.done += 1
        if type(command).undoable and self.random.random() < 0.4:
            self.lab.undo(who, outcome.entry)
            self.undone += 1
            assert self.rows() == before


def walk(lab, seed: int, steps: int) -> Walk:
    found = Walk(lab, seed)
    found.prepare()
    for _ in range(steps):
        found.step()
    assert lab.findings() == []
    lab.reopen()
    assert lab.findings() == []
    return found


@pytest.mark.parametrize("seed", range(3))
def test_a_random_sequence_leaves_a_sound_book(lab, seed):
    found = walk(lab, seed, 60)
    assert min(found.done, found.refused, found.undone) >= 3


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(100, 140))
def test_many_random_sequences_leave_a_sound_book(lab, seed):
    walk(lab, seed, 200)
