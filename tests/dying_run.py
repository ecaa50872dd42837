"""An experiment in a process that kills itself on the way, with no chance to clean up."""

import os
import signal
import subprocess
import sys

KILLED = -signal.SIGKILL
SCRIPT = """
import os, signal, sys
import torch
from repalign._support.files import save_arrays
from repalign.paper import experiments
torch.set_num_threads(1)
name, data, out, state, die_at = sys.argv[1:]
experiment = experiments.get(name)
def progress(done, total):
    if done == int(die_at): os.kill(os.getpid(), signal.SIGKILL)
options = {"data_dir": data, "state_path": state, "progress": progress}
save_arrays(out, **experiment.run(experiment.QUICK[0], **options))
"""


def start(experiment, data_dir, folder, *, die_at=-1):
    """Exit status of the experiment's first toy configuration; what it measured is then in the
    folder as ``out``, its state as ``out.state``."""
    folder.mkdir(exist_ok=True)
    files = folder / "out", folder / "out.state"
    command = [sys.executable, "-c", SCRIPT, experiment, data_dir, *files, str(die_at)]
    return subprocess.run(command, env=os.environ | {"OMP_NUM_THREADS": "1"}).returncode
