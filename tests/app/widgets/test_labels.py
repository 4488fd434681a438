"""Words on the screen."""

from labcal_app.widgets.labels import IconLabel, Label, Panel, Short, hairline


def test_a_label_takes_step_and_tone(qtbot, look):
    label = Label(look, "Weight", "section", "text2")
    qtbot.addWidget(label)
    assert label.font().pixelSize() == look.tokens.steps["section"].px
    before = label.grab().toImage()
    label.set_tone("fail")
    assert before != label.grab().toImage()


def test_words_are_not_read_as_markup(qtbot, look):
    label = Label(look, "<b>Weight</b>")
    qtbot.addWidget(label)
    assert label.sizeHint().width() > Label(look, "Weight").sizeHint().width()


def test_what_is_cut_stands_whole_in_the_tip(qtbot, look):
    short = Short(look, "Weight set 1 mg to 500 g, F1")
    qtbot.addWidget(short)
    short.resize(60, 20)
    short.grab()
    assert short.toolTip() == short.text()
    short.resize(600, 20)
    short.grab()
    assert short.toolTip() == ""


def test_an_icon_can_change(qtbot, look):
    icon = IconLabel(look, "pass", "pass")
    qtbot.addWidget(icon)
    before = icon.grab().toImage()
    icon.show_icon("fail", "fail")
    assert before != icon.grab().toImage()


def test_a_panel_has_the_ground_of_its_role(qtbot, look):
    panel = Panel("sunken")
    qtbot.addWidget(panel)
    panel.resize(20, 20)
    assert panel.grab().toImage().pixelColor(10, 10) == look.colour("sunken")
    panel.set_role("fail")
    assert panel.grab().toImage().pixelColor(10, 10) == look.colour("fail_soft")


def test_a_hairline_is_one_px(qtbot, look):
    for line, extent in ((hairline(), "height"), (hairline(upright=True), "width")):
        qtbot.addWidget(line)
        line.resize(50, 50)
        line.ensurePolished()
        line.resize(50, 50)
        assert getattr(line, extent)() == 1
