"""``python -m repalign``, which is the command ``repalign``."""

import sys

from repalign.cli import main

sys.exit(main())
