"""Optional dependencies, imported where they are used."""

from importlib import import_module
from types import ModuleType


class MissingExtraError(ImportError):
    """Something optional is not installed; the message says how to install it."""


def need(module: str, extra: str) -> ModuleType:
    """Import `module`, or say which extra of repalign brings it."""
    package = module.partition(".")[0]
    try:
        import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package:  # it is there, but something it needs is not
            raise
        raise MissingExtraError(
            f"{package} is not installed; it comes with: pip install 'repalign[{extra}]'"
        ) from error
    return import_module(module)
