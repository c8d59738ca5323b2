# `make site` builds the knowledge base in kb/, `make test` runs every check, `make clean` removes what both made.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
SPEC := .cache/commonmark-spec/spec.txt
AXE := .cache/axe-core/axe.min.js
VNU := .cache/vnu-jar/build/dist/vnu.jar
SARIF := .cache/sarif/sarif-2.1.0.json
SOURCES := pyproject.toml README.md $(shell find src templates -type f -not -name '*.pyc')

.PHONY: site test clean

site: $(BIN)/kbgen
	$(BIN)/kbgen build . --output site
	@echo 'The site is in site/: open site/index.html in a browser.'

# ruff and mypy first, so that pytest's summary is the last thing said.
test: $(BIN)/.tested $(SPEC) $(AXE) $(VNU) $(SARIF)
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist worksteal

clean:
	rm -rf .venv .cache .kbgen .hypothesis .pytest_cache .mypy_cache .ruff_cache build dist
	find site -mindepth 1 ! -name .gitignore -delete

$(BIN)/python:
	$(PYTHON) -m venv .venv

# pip installs the package anew whenever one of its files has changed.
$(BIN)/kbgen: $(SOURCES) | $(BIN)/python
	$(PIP) install .
	@touch $@

# `--group` came with pip 25.1.
$(BIN)/.tested: pyproject.toml $(BIN)/kbgen
	$(PIP) install --upgrade 'pip>=25.1'
	$(PIP) install --group dev
	@touch $@

# Without npm, or away from the network, the tests that need the examples of CommonMark skip and say so.
$(SPEC):
	@mkdir -p $(@D)
	@if command -v npm >/dev/null && (cd $(@D) && npm pack --silent commonmark-spec@0.31.2 >/dev/null); then \
	  tar -xzf $(@D)/commonmark-spec-0.31.2.tgz -C $(@D) --strip-components=1; \
	else echo 'The examples of CommonMark could not be fetched: their tests will skip.'; fi

$(AXE):
	@mkdir -p $(@D)
	@if command -v npm >/dev/null && (cd $(@D) && npm pack --silent axe-core@4.14.1 >/dev/null); then \
	  tar -xzf $(@D)/axe-core-4.14.1.tgz -C $(@D) --strip-components=1 package/axe.min.js; \
	else echo 'axe-core could not be fetched: the tests of accessibility will skip.'; fi

# The validator is of no use without Java.
$(VNU):
	@mkdir -p .cache/vnu-jar
	@if ! command -v java >/dev/null; then echo 'There is no Java: the HTML of the pages will not be validated.'; \
	elif command -v npm >/dev/null && (cd .cache/vnu-jar && npm pack --silent vnu-jar@26.9.27 >/dev/null); then \
	  tar -xzf .cache/vnu-jar/vnu-jar-26.9.27.tgz -C .cache/vnu-jar --strip-components=1; \
	else echo 'The HTML validator could not be fetched: its test will skip.'; fi

# The schema of SARIF, from Microsoft's matchers for it; without it the test that needs it skips and says so.
$(SARIF):
	@mkdir -p $(@D)
	@if command -v npm >/dev/null && (cd $(@D) && npm pack --silent @microsoft/jest-sarif@1.0.0-beta.0 >/dev/null); then \
	  tar -xzf $(@D)/microsoft-jest-sarif-1.0.0-beta.0.tgz -C $(@D) --strip-components=3 --wildcards '*/sarif-2.1.0*.json' && \
	  mv $(@D)/sarif-2.1.0*.json $@; \
	else echo 'The schema of SARIF could not be fetched: its test will skip.'; fi
