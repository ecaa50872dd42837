"""``python -m repalign``, which is the command ``repalign``."""

from repalign.cli import program

program()
