# Every door of the project. `make check` is what CI runs; each part of it is a target of its own.
SHELL := /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:

PYTHON ?= python3
OUT ?= dist

VENV := .venv
PY := $(VENV)/bin/python
VENV_STAMP := $(VENV)/.stamp
NODE_STAMP := node_modules/.stamp

.PHONY: venv node
venv: $(VENV_STAMP)
node: $(NODE_STAMP)

# ---- set up: only when the inputs changed ----

$(VENV_STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Testamur needs Python 3.11 or newer; name one with PYTHON=...")'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(NODE_STAMP): package.json package-lock.json .npmrc
	@node -e 'if (parseInt(process.versions.node, 10) < 20) { console.error("Testamur needs Node 20 or newer to build its verifier"); process.exit(1); }'
	npm ci --silent
	@touch $@
