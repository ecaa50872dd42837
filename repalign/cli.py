"""The command line.

``repalign run EXPERIMENT ...`` makes the measurements of the paper again, ``repalign claims`` says what they show.
"""

import argparse
import json
import os
import shutil
import sys
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import count
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
    names = (*experiments.NAMES, "all")
    run.add_argument("experiments", nargs="+", metavar="EXPERIMENT", choices=names, help="%(choices)s")
    run.add_argument("--seeds", type=int, metavar="N", help="run only the first N seeds")
    run.add_argument("--out", type=_folder, default="runs", help="folder of the runs, one file each (runs)")
    data = os.environ.get("REPALIGN_DATA")
    run.add_argument("--data", type=_folder, default=data, help="folder of the data sets (that of REPALIGN_DATA)")
    place = run.add_mutually_exclusive_group()
    place.add_argument("--jobs", type=_positive, default=1, metavar="N", help="processes at once (1)")
    place.add_argument("--scheduler", metavar="ADDRESS", help="of a dask cluster that sees both folders, or 'local'")
    purpose = run.add_mutually_exclusive_group()
    purpose.add_argument("--quick", action="store_true", help="toy configurations, to see that everything works")
    purpose.add_argument("--update", action="store_true", help="replace the results stored in the package")
    run.set_defaults(command=_run)
    claims = commands.add_parser("claims", help="every claim of the paper, judged anew from the stored results")
    claims.add_argument("--json", action="store_true", help="as a list in JSON")
    claims.set_defaults(command=_claims)
    return parser


def _folder(text):
    return Path(text).expanduser().resolve()  # the workers of a cluster stand elsewhere


def _positive(text):
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not positive")
    return number


def _run(options):
    from repalign.paper import runs

    chosen = _chosen(options)
    missing = [item for item in chosen if not runs.path_of(*item, options.out).exists()]
    failures = _complete(missing, options)
    for (name, config), error, traceback in failures:
        print(f"{traceback}{name}: {config} failed: {error}", file=sys.stderr)
    if options.update:
        _update(chosen, {name for (name, _), *_ in failures}, options.out)
    return 1 if failures else 0


def _chosen(options):
    """Pairs of an experiment's name and a configuration."""
    from repalign.paper import experiments

    names = experiments.NAMES if "all" in options.experiments else dict.fromkeys(options.experiments)
    modules = {name: experiments.get(name) for name in names}
    return [
        (name, config)
        for name, module in modules.items()
        for config in (module.QUICK if options.quick else module.CONFIGS)
        if options.seeds is None or config.seed < options.seeds
    ]


def _complete(items, options):
    """Run them, wherever it was asked for; the failures."""
    from repalign import distributed

    run = partial(_complete_one, options.out, options.data)
    try:
        if options.scheduler:
            with _client(options.scheduler) as client, _progress("runs", len(items)) as progress:
                distributed.sweep(run, items, map=distributed.dask_map(client, progress=progress))
        elif options.jobs > 1:
            with _progress("runs", len(items)) as progress:
                distributed.sweep(run, items, map=distributed.process_map(options.jobs, progress=progress))
        else:
            with distributed.single_threaded():
                distributed.sweep(_shown(run, len(items)), items)
    except distributed.SweepError as error:
        return error.failures
    return []


def _complete_one(out, data, item, **options):
    from repalign.paper import runs

    return runs.complete(*item, out, data_dir=data, **options)


def _shown(run, total):
    """The same with a bar for each."""
    numbers = count(1)

    def shown(item):
        name, config = item
        with _progress(f"{name} seed {config.seed}, run {next(numbers)} of {total}") as progress:
            return run(item, progress=progress)

    return shown


@contextmanager
def _client(address):
    """A client of the cluster there, or of one of this machine."""
    from repalign._extras import need

    distributed = need("distributed", "dask")
    with ExitStack() as stack:
        if address == "local":
            options = {"threads_per_worker": 1, "n_workers": os.cpu_count(), "dashboard_address": ":0"}
            address = stack.enter_context(distributed.LocalCluster(**options))
        try:
            client = stack.enter_context(distributed.Client(address))
        except (OSError, ValueError) as error:
            sys.exit(f"no dask scheduler answers at {address}: {error}")
        yield client


def _update(chosen, failed, folder):
    """Store the results of the experiments of which nothing failed."""
    from repalign.paper import runs

    for name in dict.fromkeys(name for name, _ in chosen if name not in failed):
        runs.publish(name, [runs.path_of(*item, folder) for item in chosen if item[0] == name])


@contextmanager
def _progress(label, total=None):
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

    with tqdm(desc=label, total=total) as bar:
        yield show


def _claims(options):
    """Exit status 1 where a stated verdict is not the one that follows from the checks."""
    from repalign.paper import claims
    from repalign.paper.claims import text

    judged = claims.judged()
    sys.stdout.reconfigure(errors="replace")  # some terminals have no Greek
    if options.json:
        print(json.dumps([text.record(each) for each in judged], indent=1))
    else:
        print(text.table(judged, shutil.get_terminal_size((100, 24)).columns))
    return int(not all(each.as_stated for each in judged))
