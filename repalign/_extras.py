"""Optional dependencies, imported where they are used."""

import importlib


def need(module, extra):
    """Import `module`, or say which extra of repalign brings it."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.partition(".")[0]:
            raise
        raise ImportError(f"{module} is not installed; it comes with: pip install 'repalign[{extra}]'") from error
