"""What the engine imports before it is asked for a result."""

import subprocess
import sys

import pytest

EVERY_MODULE = """
import importlib, pkgutil, sys
import labcal.domain.uncertainty as package
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
"""


@pytest.mark.parametrize(
    ("program", "late"),
    [
        (EVERY_MODULE, "scipy"),
        ("import sys, labcal.domain.uncertainty.multivariate", "numpy"),
        ("import sys, labcal.domain.uncertainty.design", "numpy"),
        ("import sys, labcal.domain.uncertainty.assembly", "pint"),
    ],
)
def test_heavy_packages_are_imported_late(program: str, late: str) -> None:
    """Cold, numpy takes 0.2 s to import and scipy.special 0.2 s more."""
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\nprint({late!r} in sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "False"
