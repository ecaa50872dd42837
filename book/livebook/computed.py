"""The directive `{computed}`: code that runs while the book is built, shown with what it prints."""

import contextlib
import io

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

NAMES = "livebook_computed"


class Computed(SphinxDirective):
    """Run the code, on one page in one namespace, so that nothing it says is typed by hand."""

    has_content = True

    def run(self):
        names = self.env.temp_data.setdefault(NAMES, {})
        source = "\n".join(self.content)
        try:
            output = printed(source, names)
        except Exception as error:
            raise self.error(f"the code cannot be run: {type(error).__name__}: {error}") from error
        code = nodes.literal_block(source, source, language="python")
        shown = nodes.literal_block(output, output, language="none", classes=["computed"])
        return [code, shown] if output else [code]


def printed(source, names):
    """What the code prints, in a namespace that keeps what it defines.

    Examples
    --------
    >>> names = {}
    >>> printed("x = 2", names), printed("print(x + 1)", names)
    ('', '3')
    """
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(source, "<book>", "exec"), names)
    return output.getvalue().rstrip()
