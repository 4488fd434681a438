"""The frame of a chart: its legend stands beside the title where it has room, else below."""

import pytest

from labcal_app.charts.counts import CountsCanvas
from labcal_app.charts.frame import ChartPanel, Key, Sign

KEYS = (
    Key(Sign.DOT, "accent", "Après ajustage, U (k = 2)"),
    Key(Sign.GROUND, "pass_soft", "Accepté"),
    Key(Sign.GROUND, "warn_soft", "Bande de garde"),
)


@pytest.fixture
def panel(qtbot, look, text):
    panel = ChartPanel(look, text, "Erreur et U par rapport aux limites", CountsCanvas(look, "Chart"))
    qtbot.addWidget(panel)
    panel.resize(560, 260)
    panel.show()
    return panel


@pytest.mark.parametrize(("width", "beside"), [(560, False), (1200, True)])
def test_a_legend_is_never_cut(qtbot, panel, width, beside):
    panel.resize(width, 260)
    panel.explain(KEYS)  # while the panel is on the screen
    qtbot.waitUntil(lambda: panel.legend_box.width() >= panel.legend_box.sizeHint().width())
    assert (panel.legend_box.y() < panel.title.geometry().bottom()) is beside
