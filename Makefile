# make run    set up if needed, open the studio with the bundled model
# make test   set up if needed, lint, run all tests; those on simulated cards in a second run
# make bench  set up if needed, print what the program costs on this machine
# make bench-released   the same for a checkpoint of the released model's size: half an hour
# ARGS is handed on: make run ARGS="--model ~/GLM-Image", make test ARGS="-k gallery"

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CONSTRAINTS := packaging/constraints/dev.txt
ARGS ?=

.PHONY: setup run test lint format bench bench-released clean

setup: $(READY)

$(READY): pyproject.toml $(CONSTRAINTS) packaging/setup.sh
	@CONSTRAINTS=$(CONSTRAINTS) packaging/setup.sh $(VENV)
	@touch $@

run: setup
	@$(BIN)/glm-studio $(ARGS)

test: lint
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m glm_studio.display
	@$(BIN)/python -m pytest $(ARGS) || [ $$? -eq 5 ] # 5: ARGS choose none of these
	@$(BIN)/python -m tests.simulated_card $(ARGS)

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: setup
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: setup
	@$(BIN)/python -m tests.benchmarks $(ARGS)

bench-released: setup
	@$(BIN)/python -m tests.benchmarks.released_shape $(ARGS)

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
