"""Every experiment from its data to its run file, at a toy size, so that no way to the stored
results rots."""

from repalign.cli import main
from repalign.paper import experiments
from repalign.paper.experiments import runs
from repalign.paper.results import Results


def test_every_experiment_runs_end_to_end_and_can_be_summarised(all_data_dir, tmp_path):
    """On the real data sets; the numbers of such small runs mean nothing, so nothing is asked of
    them."""
    assert (
        main(
            [
                "run",
                "all",
                "--quick",
                "--jobs",
                "2",
                "--data",
                str(all_data_dir),
                "--out",
                str(tmp_path),
            ]
        )
        == 0
    )
    for name in experiments.NAMES:
        module = experiments.get(name)
        measured = [runs.read(runs.path_of(name, config, tmp_path))[0] for config in module.QUICK]
        assert Results(module.summarize(measured), {})
