"""The label of the item of one job, from its worksheet and back."""

from labcal_app.views.worksheet.page import WorksheetPage


def test_the_label_of_a_job_is_in_its_menu_and_leads_back_to_it(qtbot, calibrations):
    page = calibrations("Amina Diallo", "2026-0001")
    label = next(action for action in page.worksheet.head.menu.actions() if action.text() == "Label…")
    label.trigger()
    assert page.labels.isVisible()
    qtbot.waitUntil(lambda: page.labels.preview is not None)
    assert page.labels.preview.printed.count == 1
    page.labels.back.click()
    assert isinstance(page.stack.currentWidget(), WorksheetPage)
    assert page.worksheet.job == "2026-0001"
