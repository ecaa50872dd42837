"""An experiment in a process that kills itself on the way, with no chance to clean up."""


def script(experiment):
    """Python that runs its first toy configuration; arguments: data folder, file, state file, and
    the epoch to die at."""
    return f"""
import os, signal, sys
import torch
from repalign._support.files import save_arrays
from repalign.paper.experiments import {experiment}
torch.set_num_threads(1)
data, out, state, die_at = sys.argv[1:]
def progress(done, total):
    if done == int(die_at): os.kill(os.getpid(), signal.SIGKILL)
options = {{"data_dir": data, "state_path": state, "progress": progress}}
save_arrays(out, **{experiment}.run({experiment}.QUICK[0], **options))
"""
