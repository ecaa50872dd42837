"""The command line: ``repalign run EXPERIMENT ...`` makes the measurements of the paper again."""

import argparse
import sys
from contextlib import contextmanager
from pathlib import Path


def main(arguments=None):
    """Run the command; return the exit status: 0, or 1 where something failed."""
    options = _parser().parse_args(arguments)
    return options.command(options)


def _parser():
    from repalign.paper import experiments

    parser = argparse.ArgumentParser(prog="repalign", description="Measure representation alignment.")
    commands = parser.add_subparsers(required=True)
    run = commands.add_parser("run", help="run experiments of the paper, or what is missing of them")
    run.add_argument("experiments", nargs="+", metavar="EXPERIMENT", choices=experiments.NAMES, help="%(choices)s")
    run.add_argument("--seeds", type=int, help="run only the first N seeds")
    run.add_argument("--out", type=Path, default=Path("runs"), help="folder of the runs, one file each (runs)")
    run.add_argument("--data", type=Path, help="folder of the data sets")
    purpose = run.add_mutually_exclusive_group()
    purpose.add_argument("--quick", action="store_true", help="toy configurations, to see that everything works")
    purpose.add_argument("--update", action="store_true", help="replace the results stored in the package")
    run.set_defaults(command=_run)
    return parser


def _run(options):
    failures = [failure for experiment in options.experiments for failure in _run_experiment(experiment, options)]
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


def _run_experiment(name, options):
    """Run all configurations; the messages of those that failed."""
    from repalign.paper import experiments, runs

    module = experiments.get(name)
    paths, failures = [], []
    for config in module.QUICK if options.quick else module.CONFIGS:
        if options.seeds is not None and config.seed >= options.seeds:
            continue
        try:
            with _progress(f"{name} seed {config.seed}") as progress:
                paths.append(runs.complete(name, config, options.out, data_dir=options.data, progress=progress))
        except Exception as error:  # the other configurations go on
            failures.append(f"{name}: {config} failed: {type(error).__name__}: {error}")
    if options.update and not failures:
        _update(name, module, paths)
    return failures


def _update(name, module, paths):
    from repalign.paper import results, runs

    arrays, records = zip(*map(runs.read, paths), strict=True)
    results.save(name, module.summarize(list(arrays)), {"experiment": name, "runs": list(records)})


@contextmanager
def _progress(label):
    """A callable (done, total) that shows how far it is: tqdm where it is installed, a plain line elsewhere."""
    try:
        from tqdm import tqdm
    except ModuleNotFoundError:
        yield lambda done, total: print(f"\r{label}: {done}/{total}", end="", file=sys.stderr)
        print(file=sys.stderr)
        return

    def show(done, total):
        bar.total = total
        bar.update(done - bar.n)

    with tqdm(desc=label) as bar:
        yield show
