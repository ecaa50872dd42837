"""Style sheets without what no page uses; expected sheets written by hand."""

import pytest
from livebook import trim

KNOWN = {"used", "other", "here"}


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        ("p,a:hover{top:0}", "p,a:hover{top:0}"),
        (".used{top:0}.gone{top:0}", ".used{top:0}"),
        (".gone,.used .other,#here{top:0}", ".used .other,#here{top:0}"),
        ("p:not(.gone){top:0}", "p:not(.gone){top:0}"),
        ('[a=".gone,.b"]{top:0}', '[a=".gone,.b"]{top:0}'),
        (".used{top:.5em;color:#fff}", ".used{top:.5em;color:#fff}"),
        ("@media print{.gone{top:0}.used{top:0}}", "@media print{.used{top:0}}"),
        ("@media print{.gone{top:0}}", ""),
        ("@font-face{src:url(gone.woff)}", "@font-face{src:url(gone.woff)}"),
        ("/* words */p{top:0}", "p{top:0}"),
    ],
)
def test_a_rule_stays_where_a_page_can_use_it(sheet, kept):
    assert trim.trimmed(sheet, KNOWN) == kept


def test_words_are_those_of_pages_and_scripts_but_not_of_the_search_index(tmp_path):
    (tmp_path / "a.html").write_text('<p class="one two-three">')
    (tmp_path / "b.js").write_text("each.classList.add('four')")
    (tmp_path / "searchindex.js").write_text("five")
    assert {"one", "two-three", "four"} <= trim.words(tmp_path)
    assert "five" not in trim.words(tmp_path)
