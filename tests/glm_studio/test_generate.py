"""`glm-studio generate`, over a scripted engine: what it says, writes and returns."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from rich.console import Console

from engine.api import (
    MAX_SEED,
    JobCancelled,
    JobFailed,
    Loading,
    Moved,
    Planned,
    Replanned,
    Stage,
    StageStarted,
    StepDone,
    TokensDone,
)
from engine.errors import Problem
from engine.plan import GIB, Plan, Refusal, StageNeed
from engine.recipe import Recipe
from glm_studio import cli, generate, launch, reporters
from glm_studio.library.metadata import read_picture
from support.fakes import LOADING, FakeEngine, run_script
from support.references import save

ROOT = Path(__file__).parents[2]
PROBLEM = Problem("out_of_memory", "It ran out.", "Memory is full.", "Make it smaller.")


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeEngine:
    """The engine that the command gets; the pictures folder is a new one."""
    engine = FakeEngine([*LOADING, *run_script()])
    monkeypatch.setattr(generate, "make_engine", lambda *_: engine)
    monkeypatch.setenv("GLM_STUDIO_PICTURES", str(tmp_path / "pictures"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return engine


def pictures(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.png"))


def everything(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_picture_goes_where_it_was_told_with_all_parameters(engine, tmp_path, capsys):
    target = tmp_path / "circle.png"
    words = ["generate", "a red circle", "-o", str(target), "--size", "320x192", "--steps", "7"]
    assert cli.main([*words, "--guidance", "2.5", "--seed", "99"]) == 0
    assert capsys.readouterr().out == f"{target}\n"
    recipe = read_picture(target).recipe
    assert (recipe.prompt, recipe.width, recipe.height) == ("a red circle", 320, 192)
    assert (recipe.steps, recipe.guidance, recipe.seed) == (7, 2.5, 99)
    assert engine.closed
    assert everything(tmp_path) == ["circle.png"] + ["state"] * (tmp_path / "state").exists()


def test_without_a_file_it_goes_into_the_pictures_folder(engine, tmp_path, capsys):
    assert cli.main(["generate", "a red circle"]) == 0
    (path,) = pictures(tmp_path / "pictures")
    assert capsys.readouterr().out == f"{path}\n"
    assert "a-red-circle" in path.name


def test_what_is_not_said_is_the_model_s_default_and_a_seed_of_its_own(engine):
    cli.main(["generate", "one"])
    cli.main(["generate", "two"])
    first, second = engine.requests
    assert (first.width, first.height, first.steps, first.guidance) == (256, 256, 12, 1.5)
    assert first.seed != second.seed


def test_references_come_in_order_and_with_their_whole_paths(engine, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    paths = [Path(save(tmp_path, 256, 256, seed)) for seed in (1, 2)]
    assert (
        cli.main(["generate", "x", "--reference", paths[1].name, "--reference", str(paths[0])]) == 0
    )
    assert [ref.path for ref in engine.requests[0].references] == [str(paths[1]), str(paths[0])]


def test_a_reference_that_cannot_be_used_is_refused_before_anything_is_computed(engine, capsys):
    assert cli.main(["generate", "x", "--reference", "/not/there.png"]) == 2
    assert "/not/there.png: there is no such file." in capsys.readouterr().err
    assert engine.requests == []


def test_several_pictures_have_seeds_and_names_in_a_row(engine, tmp_path):
    target = tmp_path / "circle.png"
    assert cli.main(["generate", "x", "-o", str(target), "--count", "3", "--seed", "5"]) == 0
    assert [path.name for path in pictures(tmp_path)] == [f"circle_{n}.png" for n in (1, 2, 3)]
    assert [request.seed for request in engine.requests] == [5, 6, 7]


def seeds(engine) -> list[tuple[int, int | None]]:
    return [(request.seed, request.drawn_composition_seed) for request in engine.requests]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--vary", "layout"], [(5, 5), (5, 6)]),
        (["--vary", "detail"], [(5, 5), (6, 5)]),
        (["--vary", "all", "--composition-seed", "9"], [(5, 9), (6, 10)]),
        (["--vary", "detail", "--composition-seed", "9"], [(5, 9), (6, 9)]),
    ],
)
def test_a_count_means_layouts_or_details(engine, words, expected):
    assert cli.main(["generate", "x", "--count", "2", "--seed", "5", *words]) == 0
    assert seeds(engine) == expected


def test_after_the_largest_seed_comes_the_smallest(engine):
    assert cli.main(["generate", "x", "--count", "2", "--seed", str(MAX_SEED)]) == 0
    assert seeds(engine) == [(MAX_SEED, MAX_SEED), (0, 0)]


@pytest.mark.parametrize(("prompt", "seed"), [("x", 3), ("a sign", None)])
def test_the_layout_of_a_picture_is_taken_over_with_its_size(engine, tmp_path, prompt, seed):
    """Its seed only tells how the codes were drawn for the prompt that they were drawn for."""
    first = tmp_path / "first.png"
    cli.main(["generate", "x", "-o", str(first), "--size", "320x192", "--seed", "3"])
    words = ["generate", prompt, "--composition", str(first), "--seed", "8", "--count", "2"]
    assert cli.main(words) == 0
    again, prior = engine.requests[1:], read_picture(first).recipe.prior
    told = [(request.seed, request.composition_seed, request.prior) for request in again]
    assert told == [(8, seed, prior), (9, seed, prior)]
    assert {(r.width, r.height) for r in again} == {(320, 192)}


def test_layouts_of_one_command_are_written_together(engine):
    words = ["generate", "x", "--count", "6", "--vary", "layout", "--seed", "1"]
    assert cli.main(words) == 0
    groups = [request.composed_with for request in engine.requests]
    assert groups == [(1, 2, 3, 4)] * 4 + [(5, 6)] * 2


def test_layouts_of_one_given_layout_would_all_be_the_same_picture(engine, tmp_path, capsys):
    first = tmp_path / "first.png"
    cli.main(["generate", "x", "-o", str(first)])
    words = ["generate", "x", "--composition", str(first), "--vary", "layout"]
    assert cli.main([*words, "--count", "3"]) == 2
    assert "all 3 pictures would be the same. Use --vary detail" in capsys.readouterr().err
    assert len(engine.requests) == 1
    assert cli.main(words) == 0  # one picture is no series


def test_a_layout_that_does_not_fit_the_size_is_refused(engine, tmp_path, capsys):
    first = tmp_path / "first.png"
    cli.main(["generate", "x", "-o", str(first), "--size", "320x192"])
    words = ["generate", "x", "--composition", str(first), "--size", "256x256"]
    assert cli.main(words) == 2
    assert "Make the picture 320x192" in capsys.readouterr().err


def test_a_picture_without_a_layout_is_refused(engine, tmp_path, capsys):
    plain = tmp_path / "plain.png"
    Image.new("RGB", (8, 8)).save(plain)
    assert cli.main(["generate", "x", "--composition", str(plain)]) == 2
    assert "no recipe" in capsys.readouterr().err
    assert engine.requests == []


def test_json_is_one_event_a_line_and_nothing_else(engine, tmp_path, capsys):
    target = tmp_path / "a.png"
    assert cli.main(["generate", "x", "-o", str(target), "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    names = [line["event"] for line in lines]
    assert names[0] == "Starting"
    assert {"Queued", "Loading", "Loaded", "StageStarted", "TokensDone", "StepDone"} < set(names)
    assert names[-2:] == ["ImageReady", "Saved"]
    assert lines[-1]["file"] == str(target)
    assert Recipe.from_json(lines[-2]["recipe"]).prompt == "x"
    preview = lines[names.index("PreviewReady")]
    assert (preview["kind"], preview["step"], preview["total"]) == ("latents", 1, 2)
    assert preview["pixels"] == {"width": 32, "height": 32}  # the colours would be megabytes


@pytest.mark.parametrize(("word", "wish"), [("auto", None), ("always", True), ("never", False)])
def test_the_composition_preview_is_what_was_asked_for(engine, word, wish):
    assert cli.main(["generate", "x", "--composition-preview", word]) == 0
    assert engine.requests[0].preview.composition is wish


def test_the_prompt_can_come_from_a_pipe(engine, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a blue star\n")))
    assert cli.main(["generate", "-"]) == 0
    assert engine.requests[0].prompt == "a blue star"


def test_a_pipe_of_bytes_that_are_no_text_is_refused_in_words(engine, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a \xff star")))
    assert cli.main(["generate", "-"]) == 2
    assert "half of a character" in capsys.readouterr().err


def test_a_reader_that_leaves_is_no_traceback(tmp_path):
    """As `glm-studio generate … --json | head -1` does."""
    script = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from support.fakes import FakeEngine, LOADING, run_script\n"
        "from glm_studio import cli, generate\n"
        "generate.make_engine = lambda *_: FakeEngine([*LOADING, *run_script()])\n"
        "code = cli.main(['generate', 'x', '--json', '-o', sys.argv[1]])\n"
        "sys.exit(code)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "a.png")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["x", "--size", "250x256"], "multiples of 32"),
        (["x", "--size", "big"], "not WIDTHxHEIGHT"),
        (["x", "--steps", "0"], "The number of steps cannot be used. It is 0."),
        (["x", "--steps", "0"], "1 to 200"),
        (["x", "--steps", "1.5"], "'1.5' is not a whole number"),
        (["x", "--guidance", "much"], "'much' is not a number"),
        (["x", "--guidance", "nan"], "from 1 (off) to 20"),
        (["x", "--seed", "-1"], "from 0 to"),
        (["x", "--seed", "-5", "--count", "2"], "from 0 to"),
        (["x", "--seed", str(MAX_SEED + 1)], "from 0 to"),
        (["x", "--count", "0"], "1 to 10000"),
        (["x", "-o", "a" * 300 + ".png"], "File name too long"),
        (["  "], "Write what the picture should show"),
        (["x", "--model", "/nowhere"], "/nowhere/model_index.json"),
        (["x", "-o", "/nowhere/a.png"], "no folder /nowhere"),
        (["x", "-o", "a.jpg"], "End the name with .png"),
        (["x", "-o", "/proc/x.png"], "takes no files. Choose another folder."),
        (["a", "red", "circle"], "put the prompt in quotes: glm-studio generate 'a red circle'"),
        (["a", "red", "circle", "--steps", "3"], "usage: glm-studio generate "),
        (["x", "--colour", "red"], "unrecognized arguments: --colour red"),
    ],
)
def test_bad_input_is_exit_code_2_with_what_is_allowed(engine, capsys, words, says):
    try:
        code = cli.main(["generate", *words])
    except SystemExit as stop:  # argparse's own
        code = stop.code
    assert code == 2
    assert says in capsys.readouterr().err
    assert engine.jobs == []


def test_several_pictures_may_end_at_the_largest_seed(engine):
    assert cli.main(["generate", "x", "--seed", str(MAX_SEED - 1), "--count", "2"]) == 0
    assert engine.requests[-1].seed == MAX_SEED


def test_looking_whether_a_folder_takes_files_leaves_nothing_there(engine, tmp_path):
    engine.script = (JobFailed("", Stage.PRIOR, PROBLEM),)
    folder = tmp_path / "mine"
    folder.mkdir()
    assert cli.main(["generate", "x", "-o", str(folder / "a.png")]) == 1
    assert everything(folder) == []


def test_a_file_that_is_there_is_only_replaced_when_told(engine, tmp_path, capsys):
    target = tmp_path / "mine.png"
    target.write_bytes(b"precious")
    assert cli.main(["generate", "x", "-o", str(target)]) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert target.read_bytes() == b"precious"
    assert cli.main(["generate", "x", "-o", str(target), "--overwrite"]) == 0
    assert read_picture(target).recipe.prompt == "x"


def test_options_of_the_model_may_stand_before_the_command(engine, capsys):
    assert cli.main(["--model", "/nowhere", "generate", "x"]) == 2
    assert "/nowhere" in capsys.readouterr().err


def test_a_failed_picture_is_exit_code_1_and_says_why(engine, tmp_path, capsys):
    engine.script = (StageStarted("", Stage.PRIOR, 9), JobFailed("", Stage.PRIOR, PROBLEM))
    assert cli.main(["generate", "x", "--count", "3"]) == 1
    said = capsys.readouterr().err
    assert said.count(str(PROBLEM)) == 1
    assert "The picture 3 of 3 failed likewise." in said
    assert engine.closed


def test_a_failed_picture_is_an_event_in_json(engine, capsys):
    engine.script = (JobFailed("", Stage.PRIOR, PROBLEM),)
    assert cli.main(["generate", "x", "--json"]) == 1
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["problem"]["remedy"] == PROBLEM.remedy


def test_a_picture_that_its_folder_does_not_take_is_rescued(engine, tmp_path, capsys):
    folder = tmp_path / "pictures"
    folder.write_text("a file where the folder should be")
    assert cli.main(["generate", "x"]) == 1
    (rescued,) = pictures(tmp_path / "data")
    assert str(rescued) in capsys.readouterr().err


def test_ctrl_c_cancels_and_leaves_nothing(engine, tmp_path, capsys):
    engine.script = run_script(hold_at=Stage.DENOISE)
    submit = engine.submit

    def submit_and_interrupt(request):
        job = submit(request)
        if len(engine.jobs) == 1:
            os.kill(os.getpid(), signal.SIGINT)
        return job

    engine.submit = submit_and_interrupt
    assert cli.main(["generate", "x", "-o", str(tmp_path / "a.png"), "--count", "2"]) == 130
    said = capsys.readouterr().err
    assert "Cancelling" in said
    assert "Cancelled." in said
    assert pictures(tmp_path) == []
    assert everything(tmp_path) == ["state"] * (tmp_path / "state").exists()


def test_a_bar_on_a_terminal_says_stage_how_far_how_fast_and_how_long_yet(monkeypatch):
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=120, _environ={})
    monkeypatch.setattr(reporters, "Console", lambda **_: console)

    def shown(event) -> str:
        start = len(screen.getvalue())
        reporter.report(event)
        reporter._bar.refresh()
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", screen.getvalue()[start:])

    with reporters.make_reporter(as_json=False, count=2) as reporter:
        assert "Reading references 1 of 2" in shown(StageStarted("", Stage.REFERENCES, 3))
        assert "Composing 1 of 2" in shown(StageStarted("", Stage.PRIOR, 320))
        codes = shown(TokensDone("", 160, 320, 83.4, 130.0))
        assert "160 of 320 codes, 83 codes/s, 2 min 10 s left" in codes
        assert "Painting 1 of 2" in shown(StageStarted("", Stage.DENOISE, 12))
        assert "6 of 12 steps, 0.25 steps/s, 24 s left" in shown(StepDone("", 6, 12, 0.25, 24.0))
        assert "Finishing 1 of 2" in shown(StageStarted("", Stage.DECODE, 1))
        assert reporter._bar.tasks[-1].total is None  # nothing to count: the bar moves to and fro
        assert "Cancelled." in shown(JobCancelled("", Stage.DECODE))
        assert str(PROBLEM) in shown(JobFailed("", Stage.DECODE, PROBLEM))


def test_what_the_bar_says_last_is_not_erased_with_it(monkeypatch):
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=60, _environ={})
    monkeypatch.setattr(reporters, "Console", lambda **_: console)
    with reporters.make_reporter(as_json=False, count=1) as reporter:
        reporter.report(StageStarted("", Stage.DENOISE, 12))
        reporter.cancelling()
        reporter.report(JobCancelled("", Stage.DENOISE))
    assert screen.getvalue().endswith("Cancelled.\n")


def test_a_plan_that_is_not_the_best_and_long_loads_get_a_line_each(engine, capsys):
    better = Refusal("full resident", "decode", 37 * GIB)
    stages = (StageNeed("denoise", 13 * GIB, GIB, 0),)
    plan = Plan("int8 swapped", "bf16", 256, 256, 0, (), stages, False, 0, 18 * GIB, (better,))
    engine.script = [
        Planned("", plan),
        Loading("", "transformer", 1, 13 * GIB),
        Loading("", "transformer", 2, 13 * GIB),
        Replanned("", "Memory ran out.", replace(plan, name="int4 swapped")),
        *run_script(),
    ]
    assert cli.main(["generate", "x"]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert "Plan: int8 swapped, 14.0 of 18.0 GiB." in lines
    assert lines.count("Loading transformer …") == 1
    assert "Memory ran out. Once more, by the plan int4 swapped, 14.0 of 18.0 GiB." in lines


def test_libraries_that_do_not_fit_are_named_before_they_are_imported():
    script = (
        "import sys; sys.modules['diffusers'] = None\n"
        "from engine import versions\n"
        "versions.SUPPORTED['diffusers'] = ((0, 10), (0, 11))\n"
        "from glm_studio.cli import main\n"
        "sys.exit(main(['generate', 'a red circle']))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert "-m pip install 'diffusers>=0.10,<0.11'" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_bundled_model_is_found_by_name():
    assert (launch.model_folder("nano") / "model_index.json").is_file()
    assert launch.model_folder("~/x") == Path.home() / "x"


def planned(device: str) -> Planned:
    """The event by which a job says where it is made."""
    stages = (StageNeed("prior", GIB, 0, 0),)
    plan = Plan("full resident", "bf16", 256, 256, 0, (), stages, False, 2 * GIB, 2 * GIB)
    return Planned("", plan, device)


def test_pictures_are_made_and_saved_at_once_where_there_are_several_devices(
    engine, tmp_path, capsys, monkeypatch
):
    engine.at_once = 2
    scripts = iter([run_script(hold_at=Stage.DENOISE), run_script()])
    submit, save = engine.submit, generate.save_as

    def submit_each_its_own(request):
        engine.script = next(scripts)
        return submit(request)

    def save_and_release_the_first(image, target, overwrite, **labels):
        path = save(image, target, overwrite, **labels)
        engine.release()
        return path

    engine.submit = submit_each_its_own
    monkeypatch.setattr(generate, "save_as", save_and_release_the_first)
    assert cli.main(["generate", "x", "-o", str(tmp_path / "a.png"), "--count", "2", "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [e["job_id"] for e in told if e["event"] == "Queued"] == ["job-1", "job-2"]
    assert [e["file"][-7:] for e in told if e["event"] == "Saved"] == ["a_2.png", "a_1.png"]
    own = [e["event"] for e in told if e.get("job_id") == "job-1"]
    assert own[0] == "Queued"
    assert own[-2:] == ["ImageReady", "Saved"]


def test_a_failed_picture_takes_no_other_along(engine, tmp_path, capsys):
    engine.at_once = 3
    scripts = iter([run_script(), (JobFailed("", Stage.PRIOR, PROBLEM),)])
    submit = engine.submit

    def submit_each_its_own(request):
        engine.script = next(scripts, engine.script)
        return submit(request)

    engine.submit = submit_each_its_own
    assert cli.main(["generate", "x", "-o", str(tmp_path / "a.png"), "--count", "2"]) == 1
    assert capsys.readouterr().err.count(str(PROBLEM)) == 1
    assert [path.name for path in pictures(tmp_path)] == ["a_1.png"]


def test_lines_say_which_picture_and_which_device_and_that_one_moved(capsys):
    def at(job, *events):
        for event in events:
            reporter.report(replace(event, job_id=job))

    with reporters.make_reporter(as_json=False, count=2) as reporter:
        at("a", planned("npu:0"), StageStarted("", Stage.PRIOR, 320))
        at("b", planned("npu:1"), StageStarted("", Stage.PRIOR, 320))
        at("a", Moved("", "npu:0", "The card npu:0 failed."), planned("npu:1"))
        at("b", StageStarted("", Stage.DENOISE, 12))
    assert capsys.readouterr().err.splitlines() == [
        "Composing 1 of 2 …",
        "Composing 2 of 2 on npu:1 …",
        "The picture 1 of 2 on npu:0 starts anew elsewhere. The card npu:0 failed.",
        "Painting 2 of 2 …",
    ]


def test_a_terminal_has_a_bar_for_each_picture_that_is_made(monkeypatch):
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=120, _environ={})
    monkeypatch.setattr(reporters, "Console", lambda **_: console)
    with reporters.make_reporter(as_json=False, count=3) as reporter:

        def bars() -> list[str]:
            return [task.description for task in reporter._bar.tasks]

        assert bars() == ["Starting"]
        for number, job in enumerate(("a", "b")):
            reporter.report(replace(planned(f"npu:{number}"), job_id=job))
            reporter.report(StageStarted(job, Stage.PRIOR, 320))
        assert bars() == ["Composing 1 of 3", "Composing 2 of 3 on npu:1"]
        reporter.report(TokensDone("b", 100, 320, 83.4, 3.0))
        assert [task.completed for task in reporter._bar.tasks] == [0, 100]
        reporter.report(Moved("b", "npu:1", "It failed."))
        assert bars() == ["Composing 1 of 3"]
        assert "It failed." in screen.getvalue()
