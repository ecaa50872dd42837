"""``repalign figure``: figures and tables as files, drawn from the stored results."""

import sys

from repalign.paper import figures


def figure(options):
    """Write what is asked for and print where it is; exit status 2 for a name that is not known."""
    made = figures.every()
    if not options.figures:
        print("\n".join(made))
        return 0
    names = [*made] if "all" in options.figures else [*dict.fromkeys(options.figures)]
    if unknown := [name for name in names if name not in made]:
        print(
            f"repalign: no figure {', '.join(unknown)}; there are: {', '.join(made)}",
            file=sys.stderr,
        )
        return 2
    for name in names:
        path = options.out / f"{name}.{options.format}"
        made[name]().save(path, options.format)
        print(path)
    return 0
