"""``python -m labcal``: the same as the command ``labcal``."""

import sys

from labcal.cli import main

if __name__ == "__main__":
    sys.exit(main())
