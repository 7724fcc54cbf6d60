# make run    set up if needed, open the studio with the bundled model
# make test   set up if needed, lint, run all tests, in two runs side by side
# make bench  set up if needed, print what the program costs on this machine
# make bench-released   the same for a checkpoint of the released model's size: half an hour
# make kill-test   kill the program again and again, and look what is lost: ROUNDS=200 SEED=anything
# make screenshots   paint every screen, in all sizes, themes and languages, into build/screenshots
# make translations   find the program's texts, say which are not translated, make the .qm files
# ARGS is handed on: make run ARGS="--model ~/GLM-Image", make test ARGS="-k gallery"

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CONSTRAINTS := packaging/constraints/dev.txt
ARGS ?=
# Tests on simulated cards need a process of their own. It runs beside the others', and then takes
# over these folders, so that two cores are done at about the same time; with ARGS it does not.
BESIDE := tests/fuzz tests/killed tests/packaging tests/glm_studio/library tests/glm_studio/models
BESIDE_LOG := build/tests_beside.log

.PHONY: setup run test lint format bench bench-released kill-test screenshots translations clean

setup: $(READY)

$(READY): pyproject.toml $(CONSTRAINTS) packaging/setup.sh
	@CONSTRAINTS=$(CONSTRAINTS) packaging/setup.sh $(VENV)
	@touch $@

run: setup
	@$(BIN)/glm-studio $(ARGS)

test: lint
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m glm_studio.display
	@mkdir -p build; \
	( $(BIN)/python -m tests.simulated_card $(ARGS); cards=$$?; \
	$(if $(ARGS),,$(BIN)/python -m pytest $(BESIDE) &&) exit $$cards ) >$(BESIDE_LOG) 2>&1 & beside=$$!; \
	$(BIN)/python -m pytest $(or $(ARGS),$(BESIDE:%=--ignore=%)); main=$$?; \
	wait $$beside; beside=$$?; cat $(BESIDE_LOG); \
	{ [ $$main -eq 0 ] || [ $$main -eq 5 ]; } && [ $$beside -eq 0 ]  # 5: ARGS chose none of its tests

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

kill-test: setup
	@$(BIN)/python -m tests.killed --rounds $(or $(ROUNDS),200) $(if $(SEED),--seed $(SEED)) $(ARGS)

screenshots: setup
	@$(BIN)/python packaging/screenshots.py build/screenshots

translations: setup
	@$(BIN)/python packaging/translations.py update
	@$(BIN)/python packaging/translations.py release
	@$(BIN)/python packaging/translations.py report

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
