"""The sample certificate and its keys, for every test of this folder."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SAMPLE = Path(__file__).resolve().parents[1] / "exchange" / "sample.py"


def load_sample() -> ModuleType:
    """Return the module of the sample certificate, loaded once in a run."""
    if "certificate_sample" not in sys.modules:
        spec = importlib.util.spec_from_file_location("certificate_sample", SAMPLE)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["certificate_sample"] = module
        spec.loader.exec_module(module)
    return sys.modules["certificate_sample"]


@pytest.fixture(scope="session")
def lab() -> ModuleType:
    """The sample certificate, its laboratory and its keys."""
    return load_sample()
