# %% [markdown]
# # Check my computer
#
# To **read** and to answer exercises any browser of the last years will do, on a phone too: if
# <a href="index.html#emergence?checkpoint=0">the first figure</a> moves, all of them do.
#
# To **run** chapters, open this page where you will run them, and run its two cells. They need no network where everything is
# there, and take less than a minute; where something is to be installed, some minutes.
#
# - In Colab or Binder: the rocket above, where the book has a public address.
# - In a clone: `make lab`, then open `book/computer.ipynb` there; or, in a terminal, `.venv/bin/repalign check`. (After `make book`
#   alone the packages that only chapters need are still missing: `make lab` brings them, 6 GB with PyTorch.)

# %% tags=["install"]
# @install@

# %% tags=["nbval-ignore-output"]
from repalign.paper.chapters import computer

runs = computer.check()

# %% [markdown]
# Above stands what the computer said on which this page was made. At **TO DO** the line below says what to do. Further:
#
# | What you see | What to do |
# |---|---|
# | The first cell fails, `pip failed` | It prints the command for `uv`. Behind a proxy, set `HTTPS_PROXY` first. |
# | A package is too old, in Colab | *Runtime > Restart session* after the installation: Python keeps what it has imported. |
# | A package does not import | Install it again as the line says; with conda, in a fresh environment. |
# | Too little memory | The sixth chapter takes most. Shut down other kernels; in Binder and Colab start a fresh session. |
# | No data sets, no network | Every chapter runs with its stored results. Put data into a folder and name it in `REPALIGN_DATA`. |
# | An explorer stays a still picture | Run its cell. In JupyterLab that was open while `anywidget` was installed, reload the page. |
