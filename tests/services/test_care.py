"""What is kept of an item beside its plate belongs to that item, and to whoever keeps it."""

from dataclasses import replace

import pytest
from tests.services.record_cases import BALANCE, ITEM, MATERIAL, OUTSIDE, STANDARD, YEARLY, kept_key

from labcal.errors.records import NotFoundError
from labcal.services.care import EditCalibration, EditMaterial, EnterCalibration, EnterMaterial, cared
from labcal.services.instruments import AddEquipment
from labcal.services.schedules import EditSchedule, FulfilSchedule, PlanSchedule, schedules_of


def test_what_is_kept_of_one_item_is_not_changed_by_the_name_of_another(lab):
    lab.job("received")
    other = replace(ITEM, number=lab.do("Ana", AddEquipment(item=BALANCE)).value)
    for item in (STANDARD, other):
        (planned, seen), (calibrated, _), (entered, _) = (
            kept_key(lab, PlanSchedule(item=item, schedule=YEARLY)),
            kept_key(lab, EnterCalibration(item=item, told=OUTSIDE)),
            kept_key(lab, EnterMaterial(item=item, told=MATERIAL)),
        )
        before = lab.ask(cared, item), lab.ask(schedules_of, item)
        for command in (
            EditSchedule(item=ITEM, key=planned, schedule=YEARLY, seen=seen),
            FulfilSchedule(item=ITEM, key=planned, seen=seen),
            EditCalibration(item=ITEM, key=calibrated, told=OUTSIDE, seen=seen + 1),
            EditMaterial(item=ITEM, key=entered, told=MATERIAL, seen=seen + 2),
        ):
            with pytest.raises(NotFoundError):
                lab.do("Bo", command)
        assert (lab.ask(cared, item), lab.ask(schedules_of, item)) == before
