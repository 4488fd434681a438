"""What every test stands on: no screen, and examples that come out the same on each run."""

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("labcal", deadline=None, derandomize=True)
settings.register_profile("prove", deadline=None, max_examples=2000)
settings.load_profile("labcal")
