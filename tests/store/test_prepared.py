"""A prepared query gives what the same query gives otherwise, however many keys are asked for."""

from sqlalchemy import select

from labcal.store.lines import job_lines, jobs_by_key
from labcal.store.prepared import SIZES, Prepared
from labcal.store.rows.items import CustomerRow, InstrumentRow


def test_prepared_lines_are_those_of_the_whole_list(issued):
    with issued.book.read() as records:
        session = records.jobs._session
        whole = job_lines(session)
        keys = [*range(1, len(whole) + 1)]
        shown = jobs_by_key(session, keys)
        assert [shown[key] for key in reversed(keys)] == whole
        assert jobs_by_key(session, []) == {}


def test_any_number_of_keys_is_asked_for(lab):
    numbers = [lab.receive(serial=str(place)) for place in range(4)]
    query = select(InstrumentRow.serial, CustomerRow.name).join(CustomerRow)
    prepared = Prepared(query, InstrumentRow.id)
    with lab.book.read() as records:
        connection = records.jobs._session.connection()
        every = {key: serial for serial, _, key in prepared.rows(connection, [*range(1, 2 * SIZES[-1] + 3)])}
        two = [serial for serial, _, _ in prepared.rows(connection, [1, 3])]
    assert every == {place + 1: str(place) for place in range(len(numbers))}
    assert sorted(two) == ["0", "2"]
