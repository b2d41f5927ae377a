# Every door of the project. `make check` runs what CI runs; each part of it is a target of its own.
SHELL := /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:

PYTHON ?= python3
OUT ?= dist

VENV := .venv
PY := $(VENV)/bin/python
VENV_STAMP := $(VENV)/.stamp
NODE_STAMP := node_modules/.stamp
BROWSER := $(VENV)/browser-path
PEERS_VENV := .venv-interop
PEERS_STAMP := $(PEERS_VENV)/.stamp
PEERS_NODE_STAMP := tests/interop/node_modules/.stamp
MUTANTS_VENV := .venv-mutants
MUTANTS_STAMP := $(MUTANTS_VENV)/.stamp
PIP := -m pip --disable-pip-version-check --quiet
# Not --silent, which would keep the reason of a failure back; what it says on standard output is how well it went.
NPM_CI := npm ci --loglevel=error --no-audit --no-fund --no-progress >/dev/null
PYTEST := $(PY) -m pytest
OFFLINE := $(PY) tools/offline.py

.PHONY: help
help:
	@echo "make demo        a registry of your own in .demo/, with a credential to verify, served on loopback"
	@echo "make site        check and build the example registry into _site/"
	@echo "make test        lint, types, layers, Python, JavaScript and browser tests (make check is the same)"
	@echo "make test-long   the sweeps and the generators in full, which take hours"
	@echo "make golden      write the expected output of the tests anew"
	@echo "make bench       the measurements behind what is claimed about speed"
	@echo "make peers       our credentials in other people's verifiers, and the table of attacks"
	@echo "make site-peers  a site in three languages beside MkDocs, Hugo and Eleventy"
	@echo "make lighthouse  the marks that Lighthouse gives the pages of the example site"
	@echo "make mutants     how many faults put into the verifier the tests notice (docs/mutation.md); takes long"
	@echo "make mutants-js  the same for the verifier in JavaScript"
	@echo "make wheel       a wheel with the bundled verifier, into OUT (default dist/)"
	@echo "make lock        the lock files anew; make lock UPGRADE=--upgrade moves every version"

# ---- set up, only when the inputs changed ----

.PHONY: venv node bundle browser
venv: $(VENV_STAMP)
node: $(NODE_STAMP)
browser: $(BROWSER)

$(VENV_STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Testamur needs Python 3.11 or newer: name one with PYTHON=..." if sys.version_info < (3, 11) else 0)'
	@echo "Setting up Python's packages in $(VENV)/; this can take a minute or two, longer on a slow line."
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "hint: on Debian, apt-get install python3-venv" >&2; exit 1; }
	@$(PY) $(PIP) install --require-hashes -r requirements-dev.lock
	@$(PY) $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(NODE_STAMP): package.json package-lock.json .npmrc
	@command -v node >/dev/null || { echo "Testamur needs Node 20.12 or newer to bundle its verifier" >&2; exit 1; }
	@node -e 'const [major, minor] = process.versions.node.split(".").map(Number); if (major < 20 || (major === 20 && minor < 12)) { console.error("Testamur needs Node 20.12 or newer to bundle its verifier"); process.exit(1); }'
	@echo "Setting up JavaScript's packages in node_modules/; this can take a minute."
	@$(NPM_CI)
	@touch $@

$(BROWSER): $(VENV_STAMP)
	$(PY) tools/browser.py $@

bundle: $(NODE_STAMP)
	@echo "Bundling the verifier; this takes some seconds."
	@npm run --silent bundle

# ---- the registry ----

.PHONY: site demo
site: $(VENV_STAMP) bundle
	$(VENV)/bin/testamur check
	$(VENV)/bin/testamur build

demo: $(VENV_STAMP) bundle
	@$(PY) tools/demo.py

# ---- checks ----

.PHONY: check test lint types layers test-python test-js test-browser test-long coverage
check: test
test: lint types layers test-python test-js test-browser

lint: $(VENV_STAMP) $(NODE_STAMP)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	npm run --silent lint

types: $(VENV_STAMP) $(NODE_STAMP)
	$(PY) -m mypy builder tests tools $(wildcard benchmarks)
	npm run --silent types

layers: $(VENV_STAMP)
	$(VENV)/bin/lint-imports --no-logo

test-python: $(VENV_STAMP) bundle
	$(OFFLINE) $(PYTEST) -m "not browser and not long"

test-js: $(VENV_STAMP) bundle
	$(OFFLINE) npm run --silent test

test-browser: $(VENV_STAMP) bundle $(BROWSER)
	TESTAMUR_BROWSER="$$(cat $(BROWSER))" $(OFFLINE) $(PYTEST) -m "browser and not long"

test-long: $(VENV_STAMP) bundle $(BROWSER)
	TESTAMUR_BROWSER="$$(cat $(BROWSER))" $(OFFLINE) $(PYTEST) -m long
	TESTAMUR_WHOLE=1 $(OFFLINE) node --test tests/js/cases.test.js tests/js/cases-as-tokens.test.js

coverage: $(VENV_STAMP) bundle
	$(OFFLINE) $(PYTEST) -m "not browser and not long" --cov --cov-report=term

# ---- made anew, measured, compared ----

.PHONY: golden bench peers mutants lock wheel
golden: $(VENV_STAMP) bundle
	$(OFFLINE) $(PYTEST) -m "not browser and not long" --rewrite-golden

bench: $(VENV_STAMP) bundle
	$(PY) -m benchmarks

lock: $(VENV_STAMP)
	$(PY) tools/lock.py $(UPGRADE)
	npm install --package-lock-only --silent
	npm install --package-lock-only --silent --prefix tests/interop
	npm install --package-lock-only --silent --prefix benchmarks/site_peers
	npm install --package-lock-only --silent --prefix benchmarks/lighthouse
	npm install --package-lock-only --silent --prefix tests/mutation/js

$(PEERS_STAMP): tests/interop/requirements.lock
	@test -x $(PEERS_VENV)/bin/python || $(PYTHON) -m venv $(PEERS_VENV)
	$(PEERS_VENV)/bin/python $(PIP) install --require-hashes -r tests/interop/requirements.lock
	@touch $@

$(PEERS_NODE_STAMP): tests/interop/package.json tests/interop/package-lock.json .npmrc
	$(NPM_CI) --prefix tests/interop
	@touch $@

peers: $(VENV_STAMP) bundle $(PEERS_STAMP) $(PEERS_NODE_STAMP)
	$(PY) -m tests.interop.run
	$(PY) -m tests.interop.attacks

.PHONY: site-peers
site-peers: $(VENV_STAMP) bundle
	@test -x .venv-site-peers/bin/python || $(PYTHON) -m venv .venv-site-peers
	.venv-site-peers/bin/python $(PIP) install --require-hashes -r benchmarks/site_peers/requirements.lock
	$(NPM_CI) --prefix benchmarks/site_peers
	$(PY) -m benchmarks.site

# Chromium's own download is not wanted: the browser of the tests is there.
.PHONY: lighthouse
lighthouse: $(VENV_STAMP) bundle $(BROWSER)
	PUPPETEER_SKIP_DOWNLOAD=1 $(NPM_CI) --prefix benchmarks/lighthouse
	$(PY) -m benchmarks.marks

$(MUTANTS_STAMP): tests/mutation/requirements.lock
	@test -x $(MUTANTS_VENV)/bin/python || $(PYTHON) -m venv $(MUTANTS_VENV)
	$(MUTANTS_VENV)/bin/python $(PIP) install --require-hashes -r tests/mutation/requirements.lock
	@touch $@

mutants: $(VENV_STAMP) $(MUTANTS_STAMP)
	$(PY) -m tests.mutation.run $(ARGS)

.PHONY: mutants-js
mutants-js: $(VENV_STAMP) $(NODE_STAMP)
	@test -e tests/mutation/js/node_modules || $(NPM_CI) --prefix tests/mutation/js
	$(PY) -m tests.mutation.run_js $(ARGS)

# The time inside the archive is the commit's, so that two wheels of one commit are equal.
wheel: $(VENV_STAMP) bundle
	SOURCE_DATE_EPOCH="$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)}" $(PY) -m build --wheel --no-isolation --outdir "$(OUT)"
