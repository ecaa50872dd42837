# make book        the book in _build/html, from the executed notebooks; needs only Python >= 3.11 and make
# make pdf         the whole book as one file, _build/repalign.pdf; needs Chromium
# make notebooks   execute the chapters that are out of step with their sources
# make serve       open the book on localhost
# make lab         open the chapters in JupyterLab on localhost
# make test        everything that CI checks
# make picture     the README's moving picture, taken of the built book (needs Chromium)
# make student    the book and its notebooks without solutions, for a class, in _build/student and as a zip
# make instructor the same with solutions, minutes and likely mistakes
# make slides      a deck a chapter and one for the lecture, live and offline, in _build/slides
# make zip         book and slides in one file that opens from a stick, _build/book.zip
# make address     write this copy's public address for good, the one found or URL=https://github.com/me/fork
# make pages       a table of the pages: weight, speed and steadiness, at a desk and on a phone
# make bench       the package's speed and accuracy beside others'
# make bundles     the explorers' bundles in repalign/widgets/static, and NOTICE (needs node)
# make lock        pin dependencies again, keeping what still fits
# make clean       remove what make made
#
# make test-core   the tests of the package alone, without PyTorch, on every Python that it promises
# make test-colab  every chapter in the versions that Colab ships, without network or data
# make browsers    Firefox and WebKit for the tests, on Debian and its kin
# make links       ask every other site that the book links to whether it still answers
# make data        the paper's data and weights, downloaded into the user's cache where they are not at hand
# make dist        wheel and source distribution in dist/

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null || echo $(BIN)/uv)
HAS_NODE := $(shell command -v npm 2>/dev/null)
NODE_MODULES := $(if $(HAS_NODE),node_modules/.package-lock.json)
SITE := _build/html
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

export VIRTUAL_ENV := $(abspath $(VENV))
# Modules are compiled once, and not among the sources.
export PYTHONPYCACHEPREFIX := $(abspath $(VENV))/pycache
unexport PYTHONDONTWRITEBYTECODE
# A network with certificates of its own gives them to the system, where pip looks too.
export UV_NATIVE_TLS := true

.PHONY: book slides zip student instructor pdf notebooks picture serve lab test lint types unit js chapters address pages bench bundles lock clean env-book env-test
.DEFAULT_GOAL := book

# Environments. A stamp names the lock it was made from; the larger environment serves the smaller's purposes.

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Only where there is none on PATH.
$(BIN)/uv: | $(VENV)/pyvenv.cfg
	$(BIN)/python -m pip install --quiet uv

define install
	$(UV) pip install --quiet --require-hashes -r $(1)
	$(UV) pip install --quiet --no-deps -e .
endef

$(VENV)/test.stamp: requirements.lock pyproject.toml | $(VENV)/pyvenv.cfg $(UV)
	$(call install,requirements.lock)
	@touch $@ $(VENV)/book.stamp

$(VENV)/book.stamp: requirements-book.lock pyproject.toml | $(VENV)/pyvenv.cfg $(UV)
	$(call install,requirements-book.lock)
	@touch $@

# npm writes this file last.
node_modules/.package-lock.json: package-lock.json
	npm ci --silent

env-book: $(VENV)/book.stamp
env-test: $(VENV)/test.stamp

# The book

book: env-book
	@$(BIN)/jupyter-book build . -W -n --keep-going --all > $(VENV)/book.log 2>&1 || { cat $(VENV)/book.log; exit 1; }
	@cat $(SITE)/../weights.txt
	@$(BIN)/python -c 'from pathlib import Path; print("The book:", Path("$(SITE)/index.html").resolve().as_uri())'
	@$(BIN)/python tools/address.py --hint

notebooks: env-test
	$(BIN)/python tools/notebooks.py execute

picture: env-test book
	$(BIN)/python tools/moving.py

pdf: env-test book
	PYTHONPATH=book $(BIN)/python -m tools.pdf

serve: book
	@echo "http://$(HOST):$(PORT)/   (Ctrl+C ends)"
	@$(BIN)/python -m http.server --bind $(HOST) --directory $(SITE) $(PORT)

# The port is the first free one from Jupyter's own.
lab: env-test
	$(BIN)/jupyter lab --ip=127.0.0.1 --notebook-dir=. --LabApp.default_url=/lab/tree/notebooks

# Tests

# A process a core, and one thread in each: files of tests are dealt out whole, since their fixtures are dear.
# One that hangs is named.
TESTS := OMP_NUM_THREADS=1 $(BIN)/pytest --numprocesses auto --dist loadfile --timeout 900

test: lint js unit chapters book
	$(TESTS) -m browser

lint: env-test types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache > $(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }
	$(BIN)/actionlint -shellcheck= -pyflakes= .github/workflows/*.yml
	$(BIN)/zizmor --offline --no-progress --quiet --pedantic .github

types: env-test $(NODE_MODULES)
	$(BIN)/mypy --cache-dir $(VENV)/mypy
ifneq ($(HAS_NODE),)
	node_modules/.bin/pyright --pythonpath $(BIN)/python
else
	@echo "LEFT OUT: pyright, the second check of types, since node is not installed."
	@test -z "$(CI)"
endif

unit: env-test
	$(TESTS) -m "not browser"

js: env-test $(NODE_MODULES)
ifneq ($(HAS_NODE),)
	npm test
else
	@echo "LEFT OUT: the module tests of the explorers, since node is not installed."
	@test -z "$(CI)"
endif

chapters: env-test
	$(BIN)/python tools/notebooks.py check
	$(TESTS) --override-ini addopts= --nbval --nbval-cell-timeout=600 notebooks book/computer.ipynb

slides: env-book book
	@$(BIN)/python tools/slides.py

zip: slides
	@$(BIN)/python -m zipfile -c _build/book.zip $(SITE) _build/slides
	@echo "$(CURDIR)/_build/book.zip"

student: env-book
	@$(BIN)/python tools/editions.py student

instructor: env-book
	@$(BIN)/python tools/editions.py instructor

address: env-book
	@$(BIN)/python tools/address.py "$$URL"

pages: env-test
	PYTHONPATH=book $(BIN)/python -m bench.pages

bench: env-test
	PYTHONPATH=book $(BIN)/python -m bench

bundles: node_modules/.package-lock.json
	npm run build
	node tools/notice.js

lock: $(VENV)/pyvenv.cfg $(UV)
	$(COMPILE) --extra test pyproject.toml -o requirements.lock
	$(COMPILE) --extra book -c requirements.lock pyproject.toml -o requirements-book.lock

clean:
	rm -rf $(VENV)* _build node_modules .pytest_cache .ruff_cache .hypothesis

# Where else it must work, and what is published

.PHONY: test-core test-colab browsers links data dist

COLAB := .venv-colab
CORE := .venv-core
# Interpreters of pyenv are found although none is activated; uv would download what it does not find.
PYENV := $(wildcard $(HOME)/.pyenv/versions/3.1[1-9]*/bin)
FIND := PATH="$$PATH$(subst $() ,,$(PYENV:%=:%))" UV_PYTHON_DOWNLOADS=never $(UV)
# Left out where there is no such interpreter, but not in CI.
need-python = $(FIND) python find --system $(1) >/dev/null 2>&1 || \
  { echo "LEFT OUT: $@, since Python $(1) is neither on PATH nor among pyenv's."; test -z "$(CI)"; exit; };
CORE_TESTS := $(wildcard $(patsubst %,tests/test_%*.py,accumulate decomposition dynamics features generalisation history \
  import kernel measures report) tests/_support/test_files*.py) tests/paper/results/test_init.py tests/paper/results/test_arrays.py
SUDO := $(if $(filter-out 0,$(shell id -u)),sudo)
FIREFOX = $(if $(shell command -v firefox || command -v firefox-esr),,firefox-esr)
OFFLINE = $(shell unshare --map-root-user --net true 2>/dev/null && echo unshare --map-root-user --net)

# The package with NumPy and SciPy and nothing else, PyTorch least of all.
test-core: core-3.11 core-3.12 core-3.13

core-%: | $(UV)
	@$(call need-python,$*) \
	$(FIND) venv --quiet --clear --python $* $(CORE)/$* && \
	$(UV) pip install --quiet --python $(CORE)/$* --constraints requirements.lock --editable . hypothesis pytest && \
	echo "The core on Python $*" && $(CORE)/$*/bin/pytest --quiet $(CORE_TESTS)

# The package goes into what Colab ships, as a chapter's first cell would install it, and must not move any of it.
test-colab: | $(UV)
	@$(call need-python,3.13) \
	$(FIND) venv --quiet --clear --python 3.13 $(COLAB) && \
	$(UV) pip install --quiet --python $(COLAB) --exclude-newer 2026-09-01 --requirements requirements-colab.txt && \
	$(UV) pip freeze --quiet --python $(COLAB) > $(COLAB)/before.txt && \
	$(UV) pip install --quiet --python $(COLAB) ".[widgets,plot,torch,paper]" && \
	! $(UV) pip freeze --quiet --python $(COLAB) | diff $(COLAB)/before.txt - | grep '^<' && \
	$(OFFLINE) $(COLAB)/bin/python tools/colab.py

browsers:
	$(SUDO) apt-get update -qq
	$(SUDO) apt-get install -y -qq --no-install-recommends webkit2gtk-driver xvfb $(FIREFOX)

links: env-book
	$(BIN)/jupyter-book build . --builder linkcheck --path-output _build/links

data: env-test
	$(BIN)/python -c "from repalign.paper import datasets; [datasets.load(name) for name in datasets.SOURCES]"

# TAG=v1.2.3 asks for that version.
dist: env-test
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist .
	test -f dist/repalign-$(or $(TAG:v%=%),*).tar.gz
	$(BIN)/pytest tests/test_release.py
