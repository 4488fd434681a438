"""LabCal beside GTC and MetroloPy, which stand in an environment of their own (``make bench-peers``).

They run in a process of their own that imports nothing of LabCal, and nothing of theirs is imported here:
``_peer_measures.py`` times the same budget there and prints its times. The two processes take turns, and the
medians of ratios are printed. Beside it, the measures of ``propagation.py`` and ``monte_carlo.py`` against
NumPy, and the cold import.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import monte_carlo
import propagation

from labcal.domain.uncertainty.first_order import evaluate
from labcal.domain.uncertainty.montecarlo import Settings, simulate

HERE = Path(__file__).resolve().parent
PEERS = HERE.parent / "build" / "peers"
TURNS = 5
IMPORTS = 7
IMPORT = "import time; t, c = time.perf_counter(), time.process_time(); import labcal.domain.uncertainty{}; "
TOLD = "import sys; print(time.perf_counter() - t, time.process_time() - c, 'scipy.stats' in sys.modules)"


def theirs() -> dict[str, float]:
    """Return the times of the peers, in seconds, and their results, by name.

    Raises:
        SystemExit: They are not installed.
    """
    places = (PEERS / "bin" / "python", PEERS / "Scripts" / "python.exe")
    python = next((one for one in places if one.exists()), None)
    if python is None:
        sys.exit("The peers are not installed: run make bench-peers.")
    told = subprocess.run(
        [str(python), str(HERE / "_peer_measures.py")], capture_output=True, text=True, check=True
    )
    return dict(json.loads(told.stdout))


def ours() -> dict[str, float]:
    """Return the same times of LabCal."""
    budget, draws = propagation.BUDGET, monte_carlo.end_gauge()
    return {
        "one": least(lambda: evaluate(budget), 200),
        "point": least(propagation.batch, 20) / propagation.POINTS,
        "trials": least(lambda: simulate(draws, Settings(trials=1_000_000)), 1),
    }


def least(work: Callable[[], object], repeat: int) -> float:
    """Return the least time of a piece of work over three rounds, in seconds."""
    work()
    return min(propagation.seconds(work, repeat) for _ in range(3))


def compare() -> None:
    """Print every measure beside those of the peers."""
    turns = [(ours(), theirs()) for _ in range(TURNS)]
    length = evaluate(propagation.BUDGET)
    for peer in ("gtc", "metrolopy"):
        found = turns[0][1][f"{peer}: u"]
        if abs(found - length.standard_uncertainty) > 1e-6 * found:
            sys.exit(f"{peer}: u = {found}, LabCal {length.standard_uncertainty}")
    print("GUM H.1 by first order with ν")
    for peer in ("gtc", "metrolopy"):
        tell(turns, "one", f"{peer}: one", f"one evaluation / {peer}")
        tell(turns, "point", f"{peer}: one", f"one point of a batch of 1000 / {peer}")
    print("GUM H.1 by Monte Carlo, 1e6 trials")
    tell(turns, "trials", "metrolopy: trials", "all results / metrolopy, mean and u only")


def tell(turns: list[tuple[dict[str, float], dict[str, float]]], mine: str, other: str, title: str) -> None:
    """Print the median of ratios, and both median times."""
    ratio = statistics.median(one[mine] / two[other] for one, two in turns)
    one = statistics.median(one[mine] for one, _ in turns)
    two = statistics.median(two[other] for _, two in turns)
    print(f"  {title}: {ratio:.4f} ({one * 1e6:.1f} µs, theirs {two * 1e6:.1f} µs)")


def imports() -> None:
    """Print how long the cold import takes, in a process of its own each time."""
    for part in ("", ".first_order", ".multivariate"):
        told = [
            subprocess.run(
                [sys.executable, "-c", IMPORT.format(part) + TOLD], capture_output=True, text=True, check=True
            ).stdout.split()
            for _ in range(IMPORTS)
        ]
        clock = statistics.median(float(one) for one, _, _ in told)
        processor = statistics.median(float(one) for _, one, _ in told)
        stats = "with" if any(found == "True" for _, _, found in told) else "without"
        print(
            f"import labcal.domain.uncertainty{part}: {clock:.3f} s, {processor:.3f} s of the processor, "
            f"{stats} scipy.stats (to reach: 0.35)"
        )


def main() -> None:
    """Print the whole table."""
    begun = perf_counter()
    imports()
    compare()
    print("Against NumPy")
    propagation.main()
    monte_carlo.main()
    print(f"measured in {perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
