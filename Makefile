# The project's commands. Each one sets up what it needs first; `make help` lists them.
SHELL := /bin/bash
PY := .venv/bin/python

.PHONY: help run test check bench chaos nightly translations format lock pictures clean
help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: ## set up everything and open the program (a demo with a made-up community when nothing is configured)
	@scripts/setup.sh run
	@$(PY) -m station run $(ARGS) || { code=$$?; [ $$code -eq 3 ] || exit $$code; } # 3: it has said why it can't

test: ## set up everything and pass the tests
	@scripts/setup.sh dev
	@scripts/with-display.sh $(PY) -m pytest $(ARGS)

check: ## format, lint, types and import contracts
	@scripts/setup.sh dev
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-cache

bench: ## measure what the project promises about speed
	@scripts/setup.sh dev
	@scripts/with-display.sh $(PY) -m benchmarks $(ARGS)

chaos: ## kill stations and central on a line that lies, and prove that nothing was lost (ARGS="--seconds 600")
	@scripts/setup.sh dev
	@$(PY) -m tests.chaos $(ARGS)

nightly: ## what takes too long for every change: many more examples, a thousand interleavings, ten minutes of the fault test
	@scripts/setup.sh dev
	@EXAMPLES=1000 scripts/with-display.sh $(PY) -m pytest --timeout 3600 tests/checkpoint tests/store
	@NIGHT=1 scripts/with-display.sh $(PY) -m pytest tests/central/test_restored_twice.py
	@INTERLEAVINGS=1000 scripts/with-display.sh $(PY) -m pytest -n 0 --timeout 7200 tests/sync/test_interleavings.py \
	  tests/sync/parting/test_clones.py
	@PARTINGS=300 scripts/with-display.sh $(PY) -m pytest --timeout 7200 tests/sync/parting/test_any_order.py
	@$(PY) -m tests.chaos --seconds 600 --stations 4 $(ARGS)

pictures: ## take the user guide's pictures anew
	@scripts/setup.sh dev
	@scripts/with-display.sh $(PY) -m scripts.pictures $(ARGS)

format: ## put the code into the house format
	@scripts/setup.sh dev
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

translations: ## bring the translations up to date and compile them
	@scripts/setup.sh dev
	@scripts/translations.sh

lock: ## pin the requirements anew, with hashes and no registry address
	@scripts/setup.sh dev
	@cd requirements && for set in dev run; do ../.venv/bin/uv pip compile --quiet --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate $$( [ $$set = run ] && echo -c dev.txt ) $$set.in -o $$set.txt; done

clean: ## remove what was built or installed here
	rm -rf .venv build dist var .mypy_cache .ruff_cache .pytest_cache .hypothesis
