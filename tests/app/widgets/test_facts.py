"""Labels and values."""

from labcal_app.widgets.facts import Facts


def test_values_change_without_a_new_row(qtbot, look):
    facts = Facts(look)
    qtbot.addWidget(facts)
    facts.show_facts([("Rule", "R 111"), ("Limits", "±0.5 g")])
    first = facts.values["Rule"]
    facts.show_facts([("Rule", "guard band"), ("Limits", "±0.5 g")])
    assert facts.values["Rule"] is first
    assert first.text() == "guard band"
    facts.show_facts([("Method", "substitution")])
    assert list(facts.values) == ["Method"]
    assert facts.values["Method"].accessibleName() == "Method"
