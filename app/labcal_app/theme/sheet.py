"""The style sheet: one template, filled from a theme. A font set here would lose its features."""

from __future__ import annotations

from string import Template

from labcal_app.theme.tokens import Theme, Tokens

TEMPLATE = Template("""
QFrame[role="surface"], QWidget[role="surface"] { background: $surface; border: none; }
QFrame[role="window"], QWidget[role="window"] { background: $window; border: none; }
QFrame[role="nav"] { background: $nav; border: none; border-$end: 1px solid $line; }
QFrame[role="header"] { background: $header; border: none; }
QFrame[role="sunken"] { background: $sunken; border: none; }
QFrame[role="toolbar"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[role="status"] { background: $nav; border: none; border-top: 1px solid $line; }
QFrame[role="foot"] { background: $surface; border: none; border-top: 1px solid $line; }
QFrame[role="side"] { background: $surface; border: none; border-$end: 1px solid $line; }
QFrame[role="facts"] { background: $surface; border: none; border-$start: 1px solid $line; }
QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: ${card}px; }
QFrame[role="raised"] { background: $raised; border: 1px solid $line_strong; border-radius: ${card}px; }
QFrame[role="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="upright"] { background: $line; border: none; max-width: 1px; min-width: 1px; }
QFrame[role="fail"] { background: $fail_soft; border: none; border-radius: ${control}px; }
QFrame[role="warn"] { background: $warn_soft; border: none; border-radius: ${control}px; }
QFrame[role="pass"] { background: $pass_soft; border: none; border-radius: ${control}px; }
QFrame[role="info"] { background: $info_soft; border: none; border-radius: ${control}px; }
QFrame[role="accent"] { background: $accent_soft; border: none; border-radius: ${control}px; }

QLabel { background: transparent; color: $text; }
QLabel[tone="text2"] { color: $text2; }
QLabel[tone="text3"] { color: $text3; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="pass"] { color: $pass; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="fail"] { color: $fail; }
QLabel[tone="info"] { color: $info; }

QLineEdit, QPlainTextEdit {
  background: $surface; color: $text; border: 1px solid $border; border-radius: ${control}px;
  padding: 0 9px; placeholder-text-color: $text3;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit { min-height: ${field}px; max-height: ${field}px; }
QPlainTextEdit { padding: 5px 8px; }
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid $focus; padding: 0 8px; }
QLineEdit:focus { min-height: ${field_focus}px; max-height: ${field_focus}px; }
QPlainTextEdit:focus { padding: 4px 7px; }
QLineEdit[edge="fail"] { border: 1px solid $fail; }
QLineEdit[edge="fail"]:focus { border: 2px solid $fail; }
QLineEdit[edge="quiet"] { border: 1px solid $line_strong; }
QLineEdit[edge="quiet"]:focus { border: 2px solid $focus; }
QLineEdit[edge="none"], QLineEdit[edge="none"]:focus {
  border: none; background: transparent; padding: 0; min-height: 24px; max-height: 40px; }
QLineEdit[edge="cell"], QLineEdit[edge="cell"]:focus {
  border: 2px solid $focus; border-radius: 0; padding: 0 7px; min-height: 0; max-height: 100px; }
QLineEdit:disabled, QPlainTextEdit:disabled {
  background: $sunken; color: $text3; border-color: $line_strong; }
QLineEdit:read-only { background: $header; }

QTableView, QListView, QTreeView {
  background: $surface; color: $text; border: none; outline: 0; gridline-color: transparent;
  selection-background-color: transparent; selection-color: $text; }
QTableView::item { border: none; padding: 0; }
QHeaderView { background: $header; border: none; }
QTableCornerButton::section { background: $header; border: none; }
QComboBox QAbstractItemView, QAbstractItemView[role="choices"] {
  background: $raised; color: $text; border: 1px solid $line_strong; padding: 4px;
  selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView::item, QAbstractItemView[role="choices"]::item {
  min-height: 28px; padding: 0 8px; border-radius: ${chip}px; }
QComboBox QAbstractItemView::item:selected, QAbstractItemView[role="choices"]::item:selected {
  background: $accent_soft; color: $text; }

QMenu { background: $raised; color: $text; border: 1px solid $line_strong; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: ${chip}px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $text3; }
QMenu::separator { height: 1px; background: $line; margin: 4px 0; }
QMenu::icon { padding-$start: 8px; }
QToolTip { background: $raised; color: $text; border: 1px solid $line_strong; padding: 4px 6px; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: ${scrollbar}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${scrollbar}px; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover { background: $border; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QProgressBar { background: $sunken; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QCalendarWidget QWidget { background: $raised; color: $text; alternate-background-color: $raised; }
QCalendarWidget QAbstractItemView {
  background: $raised; color: $text; selection-background-color: $accent; selection-color: $on_accent; }
QCalendarWidget QAbstractItemView:disabled { color: $text3; }
QCalendarWidget QToolButton {
  background: transparent; border: none; border-radius: ${chip}px; padding: 4px 8px; }
QCalendarWidget QToolButton:hover { background: $hover; }
""")


def style_sheet(theme: Theme, tokens: Tokens, right_to_left: bool) -> str:
    """Return the style sheet of ``theme``; it does not mirror by itself, so the sides are filled in."""
    start, end = ("right", "left") if right_to_left else ("left", "right")
    control = tokens.size["control"]
    values: dict[str, object] = {name: ink.name() for name, ink in theme.colours.items()}
    values |= {"start": start, "end": end, "scrollbar": tokens.size["scrollbar"]}
    values |= {name: tokens.radius[name] for name in ("chip", "control", "card")}
    values |= {"field": control - 2, "field_focus": control - 2 * tokens.ring}
    return TEMPLATE.substitute(values)
