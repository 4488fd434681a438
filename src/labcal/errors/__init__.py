"""Every failure a person can mend, as one family; anything else that is raised is a bug."""

from __future__ import annotations

from typing import ClassVar

from labcal.text import Text, mark


class LabCalError(Exception):
    """Base of all expected failures; ``template`` is the one sentence shown to the person."""

    template: ClassVar[str] = mark("The action could not be completed.")

    def __init__(self, **fields: object) -> None:
        super().__init__(self.template.format(**fields))
        self.fields = fields

    def shown(self, text: Text) -> str:
        """Return the sentence, in the language of ``text``."""
        return text(self.template, **self.fields)
