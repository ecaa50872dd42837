"""Where this copy of the book is public, and the buttons that lead there."""

import re
import subprocess

import pytest
from livebook import address
from livebook.theme import launching

from tests.book import stub, tiny
from tests.book.visits import ROOT

BUTTONS = {
    "notebook_interface": "jupyterlab",
    "binderhub_url": "https://mybinder.org",
    "colab_url": "https://colab.research.google.com",
}
WRITTEN = '[project.urls]\nRepository = "https://github.com/me/written"\n'


@pytest.fixture(autouse=True)
def _no_workflow(monkeypatch):
    for name in ("REPOSITORY", "SERVER_URL", "REF_TYPE", "REF_NAME"):
        monkeypatch.delenv(f"GITHUB_{name}", raising=False)


@pytest.fixture
def copy(tmp_path):
    """A function that makes a clone, or a mere folder where no origin is given, with these
    project.urls."""

    def make(origin=None, urls=""):
        (tmp_path / "pyproject.toml").write_text(urls)
        if origin:
            for command in (["init", "--quiet"], ["remote", "add", "origin", origin]):
                subprocess.run(["git", "-C", tmp_path, *command], check=True)
        return tmp_path

    return make


@pytest.mark.parametrize(
    "remote",
    [
        "https://github.com/me/fork",
        "https://github.com/me/fork/",
        "https://github.com/me/fork.git\n",
        "http://www.github.com/me/fork.git",
        "https://me@GitHub.com/me/fork.git",
        "https://me:s3cret@github.com/me/fork.git",
        "https://x-access-token:ghp_A1@github.com:443/me/fork",
        "git@github.com:me/fork.git",
        "github.com:me/fork",
        "ssh://git@github.com/me/fork.git",
        "ssh://git@ssh.github.com:443/me/fork.git",
        "git://github.com/me/fork.git",
    ],
)
def test_every_form_of_a_remote_is_one_address_without_a_login(remote):
    assert address.public(remote) == "https://github.com/me/fork"


@pytest.mark.parametrize("forge", address.LAUNCHERS)
@pytest.mark.parametrize(
    "form", ["https://{}/a-b/c.d_e.git", "git@{}:a-b/c.d_e", "ssh://git@{}/a-b/c.d_e.git"]
)
def test_public_forges_are_known(forge, form):
    assert address.public(form.format(forge)) == f"https://{forge}/a-b/c.d_e"


def test_groups_in_groups_are_gitlab_s():
    assert address.public("git@gitlab.com:a/b/c.git") == "https://gitlab.com/a/b/c"
    assert address.public("https://gitlab.com/a/b/-/tree/main") is None
    assert address.public("https://github.com/me/fork/tree/main") is None


@pytest.mark.parametrize(
    "remote",
    [
        "",
        "/srv/git/fork.git",
        "../fork",
        "file:///srv/git/fork.git",
        "file://github.com/me/fork",
        "C:\\work\\fork",
        "git@intranet:me/fork.git",
        "https://git.example.org/me/fork",
        "https://github.com.example.org/me/fork",
        "https://github.com@example.org/me/fork",
        "https://notgithub.com/me/fork",
        "https://github.com/",
        "https://github.com/me",
        "https://github.com/me/..",
        "https://github.com/me/fork?tab=readme",
        "https://github.com/me/a b",
        "https://github.com/me/fork\nhttps://github.com/you/fork",
    ],
)
def test_what_is_on_no_public_forge_is_no_address(remote):
    assert address.public(remote) is None


def test_the_workflow_comes_before_the_origin_and_that_before_what_is_written(copy, monkeypatch):
    root = copy("git@github.com:me/fork.git", WRITTEN)
    assert address.find(root) == "https://github.com/me/fork"
    monkeypatch.setenv("GITHUB_REPOSITORY", "someone/else")
    assert address.find(root) == "https://github.com/someone/else"
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.example.org")
    assert address.find(root) == "https://github.com/me/fork"


@pytest.mark.parametrize("origin", ["/srv/git/fork.git", "git@intranet:me/fork.git", None])
def test_where_the_origin_is_private_what_is_written_counts(copy, origin):
    root = copy(origin, WRITTEN)
    assert (address.found(root), address.find(root)) == (None, "https://github.com/me/written")


def test_the_buttons_open_the_default_branch_or_the_workflow_s(copy, monkeypatch):
    root = copy("git@github.com:me/fork.git")
    assert address.branch(root) == "HEAD"
    default = ["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk"]
    subprocess.run(["git", "-C", root, *default], check=True)
    assert address.branch(root) == "trunk"
    monkeypatch.setenv("GITHUB_REF_TYPE", "branch")
    monkeypatch.setenv("GITHUB_REF_NAME", "next")
    assert address.branch(root) == "next"


def test_where_nothing_is_known_there_is_none(copy, monkeypatch):
    root = copy()
    assert address.find(root) is None
    monkeypatch.setenv("PATH", str(root))  # no git
    (root / ".git").mkdir()
    assert address.find(root) is None


def test_a_folder_inside_another_clone_has_not_its_address(copy):
    inner = copy("git@github.com:me/dotfiles.git") / "inner"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("")
    assert address.find(inner) is None


def test_another_host_may_be_written_by_hand_and_launches_nothing(copy):
    root = copy(urls='[project.urls]\nRepository = "https://git.example.org/me/fork"\n')
    assert address.find(root) == "https://git.example.org/me/fork"
    assert launching(BUTTONS, address.find(root)) == {"launch_buttons": {}}


@pytest.mark.parametrize(
    ("public", "links"),
    [
        (None, set()),
        (
            "https://github.com/me/fork",
            {
                "https://mybinder.org/v2/gh/me/fork/HEAD?urlpath=lab/tree/chapter.ipynb",
                "https://colab.research.google.com/github/me/fork/blob/HEAD/chapter.ipynb",
            },
        ),
        (
            "https://gitlab.com/a/b/fork",
            {"https://mybinder.org/v2/gl/a%2Fb%2Ffork/HEAD?urlpath=lab/tree/chapter.ipynb"},
        ),
        ("https://codeberg.org/me/fork", set()),
        ("https://bitbucket.org/me/fork", set()),
    ],
)
def test_a_book_shows_the_buttons_that_work_at_its_address(tmp_path, public, links):
    """Built with warnings as errors, so that none comes of the theme either."""
    pages = {
        "index.md": "# Start\n\n```{toctree}\nchapter\n```\n",
        "chapter.ipynb": tiny.notebook(stub.Dial()),
    }
    urls = f'\n[project.urls]\nRepository = "{public}"\n' if public else ""
    site = tiny.build(tmp_path, pages, urls, html_theme_options={"launch_buttons": BUTTONS})
    page = (site / "chapter.html").read_text()
    assert set(re.findall(r'href="(https://(?:mybinder|colab|github|gitlab)[^"]*)"', page)) == links
    assert ("fa-rocket" in page) == bool(links)
    assert "images/logo_" not in page
    assert "None" not in page and "OWNER" not in page


def test_in_a_workflow_of_a_fork_the_book_launches_the_fork(tmp_path, monkeypatch):
    for name, value in (
        ("REPOSITORY", "someone/fork"),
        ("REF_TYPE", "branch"),
        ("REF_NAME", "main"),
    ):
        monkeypatch.setenv(f"GITHUB_{name}", value)
    pages = {
        "index.md": "# Start\n\n```{toctree}\nchapter\n```\n",
        "chapter.ipynb": tiny.notebook(stub.Dial()),
    }
    site = tiny.build(tmp_path, pages, WRITTEN, html_theme_options={"launch_buttons": BUTTONS})
    page = (site / "chapter.html").read_text()
    assert "https://colab.research.google.com/github/someone/fork/blob/main/" in page
    assert "https://mybinder.org/v2/gh/someone/fork/main" in page
    assert "me/written" not in page


def test_no_placeholder_stands_for_the_address():
    """An address that leads nowhere is worse than none; what is written came from `make
    address`."""
    texts = [
        ROOT / "pyproject.toml",
        ROOT / "CITATION.cff",
        ROOT / "README.md",
        *ROOT.glob("notebooks/*.ipynb"),
    ]
    assert [path.name for path in texts if "OWNER" in path.read_text(encoding="utf-8")] == []
