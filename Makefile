# make book        the book in _build/html, from the executed notebooks; needs only Python >= 3.11 and make
# make notebooks   execute the chapters that are out of step with their sources
# make serve       open the book on localhost
# make lab         open the chapters in JupyterLab on localhost
# make test        everything that CI checks
# make bench       the package's speed and accuracy beside others'
# make bundles     the explorers' bundles in repalign/widgets/static, and NOTICE (needs node)
# make lock        pin dependencies again, keeping what still fits
# make clean       remove what make made

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null || echo $(BIN)/uv)
HAS_NODE := $(shell command -v npm 2>/dev/null)
SITE := _build/html
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

export VIRTUAL_ENV := $(abspath $(VENV))
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: book notebooks serve lab test lint unit js chapters bench bundles lock clean env-book env-test
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

env-book: $(VENV)/book.stamp
env-test: $(VENV)/test.stamp

# The book

book: env-book
	@$(BIN)/jupyter-book build . -W -n --keep-going --all > $(VENV)/book.log 2>&1 || { cat $(VENV)/book.log; exit 1; }
	@$(BIN)/python -c 'from pathlib import Path; print("The book:", Path("$(SITE)/index.html").resolve().as_uri())'

notebooks: env-test
	$(BIN)/python tools/notebooks.py execute

serve: book
	@echo "http://127.0.0.1:$(PORT)/   (Ctrl+C ends)"
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory $(SITE) $(PORT)

# The port is the first free one from Jupyter's own.
lab: env-test
	$(BIN)/jupyter lab --ip=127.0.0.1 --notebook-dir=notebooks

# Tests

test: lint js unit chapters book
	$(BIN)/pytest -m browser

lint: env-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

unit: env-test
	$(BIN)/pytest -m "not browser"

js: env-test
ifneq ($(HAS_NODE),)
	npm ci --silent
	npm test
else
	@echo "LEFT OUT: the module tests of the explorers, since node is not installed."
	@test -z "$(CI)"
endif

chapters: env-test
	$(BIN)/python tools/notebooks.py check
	$(BIN)/pytest --override-ini addopts= --nbval --nbval-cell-timeout=600 notebooks

bench: env-test
	PYTHONPATH=book $(BIN)/python -m bench

bundles:
	npm ci --silent
	npm run build
	node tools/notice.js

lock: $(VENV)/pyvenv.cfg $(UV)
	$(COMPILE) --extra test pyproject.toml -o requirements.lock
	$(COMPILE) --extra book -c requirements.lock pyproject.toml -o requirements-book.lock

clean:
	rm -rf $(VENV) _build node_modules .pytest_cache .ruff_cache .hypothesis
