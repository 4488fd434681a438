"""The page Certificates on the demonstration's book."""

import pytest
from PySide6.QtCore import Qt

from labcal_app.cells import State
from labcal_app.views.certificates import CertificatesPage

ISSUED = "CAL-2026-0001"


class Dialogs:
    """Answers as the test says."""

    def __init__(self, path):
        self.path = path

    def folder(self, _parent):
        return self.path

    def file(self, _parent):
        return self.path


@pytest.fixture
def page(qtbot, look, text, seat, tmp_path):
    page = CertificatesPage(look, text, seat("Fatou Ndiaye"), Dialogs(tmp_path))
    qtbot.addWidget(page)
    page.resize(1072, 692)
    with qtbot.waitExposed(page):
        page.show()
    qtbot.waitUntil(lambda: page.reader.shown is not None)
    return page


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(qtbot, page, number):
    page.open_certificate(number)
    qtbot.waitUntil(lambda: page.reader.shown is not None and page.reader.shown.name == number, timeout=9000)


def test_what_waits_for_the_signature_comes_first_as_a_draft(page):
    line = page.table.current
    assert line.status is None
    assert page.reader.shown.name == line.job
    assert page.reader.views
    assert page.reader.banner.said[0] == f"Draft of job {line.job}: nothing is issued yet."
    assert not page.reader.save.isEnabled()


def test_an_issued_one_shows_its_pages_and_that_it_verifies(qtbot, page):
    choose(qtbot, page, ISSUED)
    assert page.reader.banner.said == ("Signature valid", "PDF and XML agree")
    assert page.reader.views
    press(qtbot, page.reader.banner.repair)
    assert page.reader.checks.isVisible()
    press(qtbot, page.reader.banner.repair)
    assert not page.reader.checks.isVisible()


def test_its_files_are_saved_where_the_person_says(qtbot, page, tmp_path):
    choose(qtbot, page, ISSUED)
    press(qtbot, page.reader.save)
    qtbot.waitUntil(lambda: page.reader.banner.said[0].startswith("Saved in"))
    for name in (f"{ISSUED}.pdf", f"{ISSUED}.xml", "trust.lct"):
        assert (tmp_path / name).stat().st_size > 0


def test_it_leads_to_its_job(qtbot, page):
    choose(qtbot, page, ISSUED)
    with qtbot.waitSignal(page.job_wanted) as wanted:
        press(qtbot, page.reader.job)
    assert wanted.args == [page.table.current.job]


def test_a_changed_file_is_found_out(qtbot, page, demo, tmp_path):
    content = bytearray((demo.parent / f"{ISSUED}.pdf").read_bytes())
    content[len(content) // 2] ^= 1
    path = tmp_path / "changed.pdf"
    path.write_bytes(content)
    page.show_file(path)
    qtbot.waitUntil(
        lambda: page.reader.shown is not None and page.reader.shown.name == "changed.pdf", timeout=9000
    )
    assert page.reader.banner.said[0].startswith("Do not rely on")
    assert page.reader.banner.property("role") == "fail"
    assert not page.reader.save.isEnabled()


def test_a_file_that_is_gone_leaves_no_verdict_of_another(qtbot, page, tmp_path):
    choose(qtbot, page, ISSUED)
    assert page.reader.banner.said[0] == "Signature valid"
    with qtbot.waitSignal(page._desk.refused):
        page.show_file(tmp_path / "gone.pdf")
    assert page.reader.shown is None
    assert page.reader.banner.said == ("", "")


def test_a_file_that_is_no_certificate_has_an_answer_too(qtbot, page, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear customer", encoding="utf-8")
    page._dialogs.path = path
    press(qtbot, page.verify)
    qtbot.waitUntil(lambda: page.reader.shown is not None and page.reader.shown.name == "letter.txt")
    assert "neither a PDF, an XML file nor a picture" in page.reader.banner.said[0]
    assert page.reader.views == []


def test_the_lists_chips_say_what_the_colours_say(page):
    chips = {page.model.shown(row, 2) for row in range(page.model.rowCount())}
    assert chips == {"To sign", "Pass"}
    assert page.model.columns[2].value(page.model.line(0)).state is State.INFO


def test_it_is_drawn_in_both_themes(qtbot, page, grab):
    choose(qtbot, page, ISSUED)
    pictures = grab(page, "certificates", page.size())
    assert pictures["light"] != pictures["dark"]


def test_an_issued_one_is_amended_with_what_and_why(qtbot, page):
    choose(qtbot, page, ISSUED)
    press(qtbot, page.reader.amend)
    form = page.amending
    assert form.isVisible()
    assert not page.reader.isVisible()
    qtbot.keyClicks(form.change.editor, "The serial number")
    press(qtbot, form.keep)
    assert form.why.refused
    qtbot.keyClicks(form.why.editor, "It was 4471 A")
    press(qtbot, form.keep)
    qtbot.waitUntil(page.reader.isVisible, timeout=9000)
    assert not form.isVisible()
    press(qtbot, page.reader.amend)
    qtbot.keyClicks(form.change.editor, "Again")
    qtbot.keyClicks(form.why.editor, "Again")
    press(qtbot, form.keep)
    qtbot.waitUntil(lambda: "is being amended already" in form.wrong.text(), timeout=9000)
    press(qtbot, form.close_button)
    assert page.reader.isVisible()


def test_what_was_withdrawn_is_not_shown_as_good(qtbot, look, text, seat, tmp_path):
    page = CertificatesPage(look, text, seat("Halima Yusuf"), Dialogs(tmp_path))
    qtbot.addWidget(page)
    page.resize(1072, 692)
    with qtbot.waitExposed(page):
        page.show()
    choose(qtbot, page, ISSUED)
    press(qtbot, page.reader.withdraw)
    qtbot.keyClicks(page.withdrawing.why.editor, "The balance was defective")
    qtbot.keyClicks(page.withdrawing.notice.editor, "By letter")
    press(qtbot, page.withdrawing.keep)
    qtbot.waitUntil(lambda: "any more" in page.reader.banner.said[0], timeout=9000)
    assert "The balance was defective" in page.reader.banner.said[0]
    assert not page.reader.amend.isEnabled()
    assert not page.reader.withdraw.isEnabled()
