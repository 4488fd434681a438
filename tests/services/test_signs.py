"""What no certificate can hold never enters the book."""

import pytest

from labcal.domain.instrument import Instrument
from labcal.domain.party import Party
from labcal.domain.quantity import parse
from labcal.errors.records import UnprintableError
from labcal.services.accounts import ChangePassword
from labcal.services.customers import AddCustomer
from labcal.services.jobs import ReceiveItem
from labcal.services.people import AddPerson
from labcal.services.signs import refuse_unprintable


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1b", "\ud800", "\ufffe"])
def test_a_sign_that_xml_cannot_hold_is_refused_at_the_door(lab, sign):
    """With one of these in a name, the job would have come as far as the signature, and no farther."""
    item = Instrument(name=f"Weight{sign}", nominal=parse("10 kg"), serial="1")
    for command in (
        AddPerson(person=f"Ann{sign}"),
        AddCustomer(party=Party(name="Port", street=sign)),
        ReceiveItem(customer=lab.customer, item=item, condition="Good"),
    ):
        with pytest.raises(UnprintableError, match=rf"holds the sign U\+{ord(sign):04X}, which"):
            lab.do(lab.admin, command)


def test_other_signs_of_the_world_pass(lab):
    for name in ('O\'Neill; "x"', "عربي", "😀", "{person}", "first\nsecond\tthird"):
        lab.do(lab.admin, AddCustomer(party=Party(name=name)))
    assert lab.findings() == []


def test_a_password_is_not_looked_through():
    refuse_unprintable(ChangePassword(old="\x00", hashed="\x00"))
