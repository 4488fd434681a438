# Each target sets up all it needs first: .venv from requirements.lock, and the system libraries of Qt.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test app lint bench bench-peers prove docs words lock clean setup

BIN := .venv/bin
WORKERS ?= 2
test prove bench lint: export QT_QPA_PLATFORM ?= offscreen

help:  ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {sub(/ +$$/, "", $$1); printf "make %-11s %s\n", $$1, $$2}' Makefile

.venv/.ready: requirements.lock pyproject.toml installers/setup.sh
	@installers/setup.sh

setup: .venv/.ready    ## only set up
	@:

demo: .venv/.ready     ## one real calibration, start to signed certificate, in demo/; then the window
	@installers/demo.sh

app: .venv/.ready      ## the window; BOOK=file opens that book
	@installers/screen.sh $(BOOK)

test: .venv/.ready     ## all tests (no screen needed)
	$(BIN)/python -m pytest -n $(WORKERS)

prove: .venv/.ready    ## the long proofs: power cuts, kills, thousands of tampered bytes
	$(BIN)/python -m pytest -m prove --timeout 3600 --hypothesis-profile prove

lint: .venv/.ready     ## style, types, import contracts, ceilings, words; all are run, then it fails if one did
	@failed=0; for check in "ruff check ." "ruff format --check ." "python tests/lint/ceilings.py" \
		"python tests/lint/words.py" "lint-imports" "mypy --strict src app"; do \
		echo "== $$check"; $(BIN)/$$check || failed=1; done; exit $$failed

bench: .venv/.ready    ## every measure, one after another
	@for measure in $(filter-out benchmarks/peers.py,$(sort $(wildcard benchmarks/[a-z]*.py))); do \
		echo "== $$measure"; $(BIN)/python "$$measure" || exit 1; done

bench-peers: .venv/.ready  ## the engine beside GTC and MetroloPy, in an environment of their own (build/peers)
	@installers/peers.sh
	$(BIN)/python benchmarks/peers.py

docs: .venv/.ready     ## draw the screens anew (docs/pictures), and say where to read
	@QT_QPA_PLATFORM=offscreen LABCAL_PICTURES=docs/pictures $(BIN)/python -m pytest -q tests/app/program/test_screens.py
	@find README.md CHANGELOG.md docs resources/README.md -name '*.md' | LC_ALL=C sort

words: .venv/.ready    ## bring resources/locale up to date with the words marked in the code
	@installers/words.sh

lock: .venv/.ready     ## renew requirements.lock from pyproject.toml
	@installers/lock.sh

clean:                 ## remove what make made: .venv, builds, caches
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
