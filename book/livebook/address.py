"""The public address of this copy of the book: found in the workflow that runs or in git, else
written."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

# What can launch a notebook of which forge, in the theme's words. Colab reads GitHub alone, and the
# theme's Binder links to the last two are dead: it leaves the slashes of their address as they are.
LAUNCHERS = {
    "github.com": {"binderhub_url", "colab_url"},
    "gitlab.com": {"binderhub_url"},
    "codeberg.org": set(),
    "bitbucket.org": set(),
}
NAME = r"[\w.-]*?\w[\w.-]*?"
REMOTE = re.compile(
    rf"""(?:(?:https?|ssh|git)://)?  # none in scp's form
    (?:[^/]*@)?  # a login, perhaps with a token
    (?:www\.|ssh\.)?(?P<forge>{"|".join(map(re.escape, LAUNCHERS))})(?::\d+)?
    [/:](?P<path>{NAME}(?:/{NAME})+)(?:\.git)?/?""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)


def find(root):
    """The address of the copy in the folder `root`, or None where nobody gave it one."""
    return found(root) or written(root)


def found(root):
    """Where the running workflow's repository is public, or the clone's origin; None if neither
    is."""
    server = os.environ.get("GITHUB_SERVER_URL") or "https://github.com"
    workflow = f"{server}/{os.environ.get('GITHUB_REPOSITORY', '')}"
    return public(workflow) or public(_git(Path(root), "remote", "get-url", "origin"))


def written(root):
    """The address in [project.urls] of pyproject.toml, or None; another host than these forges' may
    stand there."""
    with (Path(root) / "pyproject.toml").open("rb") as file:
        address = tomllib.load(file).get("project", {}).get("urls", {}).get("Repository")
    return public(address or "") or address


def public(remote):
    """A remote as git writes it, such as git@github.com:me/fork.git, as https://github.com/me/fork.

    None if it is on no public forge.
    """
    match = REMOTE.fullmatch(remote.strip())
    if match is None:
        return None
    forge, path = match["forge"].lower(), match["path"]
    # GitLab alone has groups in groups; elsewhere more names lead to a page of the repository.
    return f"https://{forge}/{path}" if forge == "gitlab.com" or path.count("/") == 1 else None


def site(root):
    """Where GitHub publishes the book of the copy in `root`; None for a copy elsewhere."""
    known = public(find(root) or "") or ""
    if not known.startswith("https://github.com/"):
        return None
    owner, name = known.split("/")[3:]
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def branch(root):
    """What the buttons open: the running workflow's branch, else the default one of the clone's
    origin, else HEAD."""
    if os.environ.get("GITHUB_REF_TYPE") == "branch":
        return os.environ["GITHUB_REF_NAME"]
    default = _git(Path(root), "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    return default.strip().removeprefix("origin/") or "HEAD"


def launchers(address):
    """The theme's launchers that work for an address, which may be None."""
    known = public(address or "")
    return LAUNCHERS[known.split("/")[2]] if known else set()


def _git(root, *command):
    """What git says of the clone, "" where it knows nothing. A folder inside another clone is not
    that clone."""
    if not (root / ".git").exists():
        return ""
    try:
        return subprocess.run(
            ["git", "-C", str(root), *command], capture_output=True, text=True
        ).stdout
    except OSError:  # no git
        return ""
