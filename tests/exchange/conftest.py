"""The sample certificate and its keys, for every test of this folder."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SAMPLE = Path(__file__).with_name("sample.py")
DCC = Path(__file__).resolve().parents[3] / "shared" / "data" / "dcc"


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


@pytest.fixture(scope="session")
def dcc_folder() -> Path:
    """PTB's schemas, rules and samples, which stand beside a checkout and not in it."""
    if not DCC.is_dir():
        pytest.skip("PTB's schemas and samples are not beside this checkout")
    return DCC


@pytest.fixture(scope="session")
def issued(lab: ModuleType) -> ModuleType:
    """The sample certificate issued: ``xml`` unsigned, ``signed`` XML, ``printed`` and ``pdf`` signed."""
    return lab.issue()
