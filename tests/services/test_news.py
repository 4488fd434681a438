"""What another window is told."""

from labcal.domain.party import Party
from labcal.services.customers import AddCustomer
from labcal.services.news import news


def test_only_what_came_later_is_news(lab):
    with lab.book.read() as records:
        before = news(records, None)
    assert before.touched == frozenset()
    lab.do(lab.admin, AddCustomer(party=Party(name="Customs")))
    with lab.book.read() as records:
        later = news(records, before.entry)
        again = news(records, later.entry)
    assert later.entry == before.entry + 1
    assert later.touched == {(later.entry, "customer")}
    assert again.touched == frozenset()
