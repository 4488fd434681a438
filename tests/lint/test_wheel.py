"""A built wheel carries the resources, and finds them without a checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import sys
sys.path.insert(0, sys.argv[1])
from labcal.resources import path
for name in ("units.txt", "tokens.toml", "fonts/Inter-Regular.ttf", "icons/scale.svg"):
    found = path(*name.split("/"))
    assert sys.argv[1] in str(found) and found.is_file(), found
"""


def test_a_wheel_finds_its_resources(tmp_path: Path) -> None:
    building = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(building, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("labcal-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
        names = set(archive.namelist())
    shipped = {str(file.relative_to(ROOT / "resources")) for file in (ROOT / "resources").rglob("*.*")}
    assert {f"labcal/_resources/{name}" for name in shipped if (ROOT / "resources" / name).is_file()} <= names
    assert not [name for name in names if name.startswith("tests/")]
    subprocess.run([sys.executable, "-I", "-c", ASK, str(tmp_path / "installed")], check=True, cwd=tmp_path)
