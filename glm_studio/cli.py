"""`glm-studio`: the window, and commands that do without one."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.api import MAX_REFERENCES, PreviewPolicy
from engine.errors import EngineError
from engine.examination import Question
from engine.plan import AUTO, Place, PlanWish, Storage
from engine.planner import check_wish
from glm_studio import __version__
from glm_studio.adapter_list import asked_adapter, list_adapters
from glm_studio.cli_labels import add_label_options, asked_labelling
from glm_studio.cli_library import add_library
from glm_studio.cli_values import count, gib, number, references, size, whole
from glm_studio.launch import BUNDLED_MODEL, make_plans, model_folder
from glm_studio.logs import start_logging
from glm_studio.series import Vary
from glm_studio.terminal import say
from glm_studio.unhindered import quick_imports

FAILED, BAD_INPUT = 1, 2
INTERRUPTED = 130

COMPOSITION_PREVIEW = {"auto": None, "always": True, "never": False}

_EXIT_CODES = """\
exit codes: 0 done, 1 a picture failed, 2 something asked for is not possible, 130 interrupted"""


def main(words: list[str] | None = None) -> int:
    """Run one command; returns its exit code. Problems go to stderr, in words."""
    options = _parser().parse_args(words)
    start_logging()
    try:
        code: int = options.run(options)
    except EngineError as error:
        say(f"glm-studio: {error}", sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        say("Interrupted.", sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has left, as `head` does; the flush at exit must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    return code


class _CommandParser(argparse.ArgumentParser):
    """A command's own usage stands above what is wrong with its words, not the program's."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        options, left = super().parse_known_args(args, namespace)
        if left:
            self.error(_unasked(options, left))
        return options, left


def _unasked(options: argparse.Namespace, left: Sequence[str]) -> str:
    """What to do about words that no option takes: most often quotes were forgotten."""
    prompt = getattr(options, "prompt", None)
    if prompt is None or any(word.startswith("-") for word in left):
        return f"unrecognized arguments: {' '.join(left)}"
    whole = shlex.quote(" ".join([prompt, *left]))
    return f"put the prompt in quotes: glm-studio generate {whole}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="glm-studio",
        description="Make pictures with GLM-Image. Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"glm-studio {__version__}")
    _add_engine_options(parser)
    parser.set_defaults(
        run=_window, model=None, device=None, precision=AUTO,
        memory=None, place=AUTO, store=AUTO, threads=None,
    )  # fmt: skip
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", parser_class=_CommandParser
    )
    _add_generate(commands)
    _add_plan(commands)
    _add_show(commands)
    _add_replay(commands)
    _add_adapters(commands)
    _add_doctor(commands)
    add_library(commands)
    return parser


def _add_engine_options(parser: argparse.ArgumentParser) -> None:
    """They may stand before or after the command: a command's own default would win over both."""
    group = parser.add_argument_group("model and device", argument_default=argparse.SUPPRESS)
    group.add_argument(
        "--model",
        metavar=f"DIR|{BUNDLED_MODEL}",
        help=f"a GLM-Image folder in diffusers layout, or the bundled {BUNDLED_MODEL} (default; in "
        "the window the one that was chosen there)",
    )
    group.add_argument(
        "--device",
        metavar="NAMES",
        help="auto (default), all, cpu, npu:0, several as npu:0,npu:1, one picture over two as "
        "npu:0+npu:1; see glm-studio doctor",
    )
    group.add_argument("--precision", help="auto (default), fp32, bf16 or fp16")
    group.add_argument(
        "--memory", type=gib, metavar="GiB", help="what the model may use (default: what is free)"
    )
    group.add_argument("--place", help=f"of the model's weights: {', '.join([AUTO, *Place])}")
    group.add_argument("--store", help=f"the model's weights as: {', '.join([AUTO, *Storage])}")
    group.add_argument(
        "--threads", type=count, metavar="N",
        help="of the processor (default: one a core, less one for the desktop)",
    )  # fmt: skip


def _add_generate(commands: argparse._SubParsersAction[_CommandParser]) -> None:
    parser = commands.add_parser(
        "generate",
        help="make pictures without a window",
        description="Make pictures without a window or a display.",
        epilog=_EXIT_CODES,
    )
    parser.add_argument("prompt", metavar="PROMPT", help="what to draw; - reads it from stdin")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE",
        help="the PNG to write (default: a new name in the pictures folder)",
    )  # fmt: skip
    parser.add_argument(
        "--overwrite", action="store_true", help="replace FILE if there is one already"
    )
    _add_parameters(parser)
    _add_seeds(parser)
    add_label_options(parser)
    parser.add_argument(
        "--composition-preview", choices=list(COMPOSITION_PREVIEW), default="auto",
        help="draw the small grid early: where it is cheap (default), always or never",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="one JSON event a line on stdout")
    _add_engine_options(parser)
    parser.set_defaults(run=_generate)


def _add_parameters(parser: argparse.ArgumentParser) -> None:
    """What is drawn, and how."""
    parser.add_argument("--size", type=size, metavar="WxH", help="in pixels, multiples of 32")
    parser.add_argument("--steps", type=whole, metavar="N", help="denoise steps")
    parser.add_argument("--guidance", type=number, metavar="G", help="guidance scale, from 1 (off)")
    parser.add_argument(
        "--reference", type=Path, action="append", default=[], metavar="FILE",
        help="a picture to start from; may be given several times, the order counts",
    )  # fmt: skip
    parser.add_argument(
        "--adapter", type=asked_adapter, action="append", default=[], metavar="FILE[=WEIGHT]",
        help="a LoRA for the transformer, a file or a name that `glm-studio adapters` lists; "
        "its weight is 1 unless told; may be given several times",
    )  # fmt: skip


def _add_seeds(parser: argparse.ArgumentParser) -> None:
    """How many, and what they differ in."""
    parser.add_argument(
        "--seed", type=whole, metavar="N", help="of the first picture; default random"
    )
    layout = parser.add_mutually_exclusive_group()
    layout.add_argument(
        "--composition-seed", type=whole, metavar="N",
        help="of the first picture's layout, where it is not the same as --seed",
    )  # fmt: skip
    layout.add_argument(
        "--composition", type=Path, metavar="FILE",
        help="take the layout of this picture, and draw the detail anew",
    )  # fmt: skip
    parser.add_argument("--count", type=count, default=1, metavar="N", help="pictures to make")
    parser.add_argument(
        "--vary", choices=tuple(Vary), type=Vary, default=Vary.ALL,
        help="what gets the next seed with each picture: all (default), layout or detail",
    )  # fmt: skip


def _add_show(commands: argparse._SubParsersAction[_CommandParser]) -> None:
    parser = commands.add_parser("show", help="say how a picture was made")
    parser.add_argument("file", type=Path, metavar="FILE", help="a PNG, JPEG, WebP or AVIF file")
    parser.add_argument("--json", action="store_true", help="the recipe alone, as JSON")
    parser.set_defaults(run=_show)


def _add_replay(commands: argparse._SubParsersAction[_CommandParser]) -> None:
    parser = commands.add_parser(
        "replay",
        help="make a picture again and say where it differs",
        description="Make a picture again, on the device and in the precision of its recipe "
        "unless others are named, and say whether the pixels are the same.",
        epilog="exit codes: 0 the same pixels, 1 others, 2 not possible, 3 the replay failed "
        "or was not saved, 130 interrupted",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a PNG file of this program")
    parser.add_argument(
        "--from-codes", action="store_true",
        help="take the prior's codes from the file, and leave out its stage",
    )  # fmt: skip
    parser.add_argument(
        "-o", "--output", type=Path, metavar="PNG", help="keep the picture that the replay makes"
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="replace PNG if there is one already"
    )
    parser.add_argument("--json", action="store_true", help="the comparison as JSON on stdout")
    _add_engine_options(parser)
    parser.set_defaults(run=_replay)


def _add_plan(commands: argparse._SubParsersAction[_CommandParser]) -> None:
    parser = commands.add_parser(
        "plan",
        help="show how a picture would use memory",
        description="Show how a picture would use memory. Loads no weights.",
        epilog="exit codes: 0 it fits, 2 it does not",
    )
    parser.add_argument("--size", type=size, metavar="WxH", help="in pixels, multiples of 32")
    parser.add_argument(
        "--references", type=references, default=0, metavar="N",
        help=f"reference pictures, up to {MAX_REFERENCES} (default 0)",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="the plan as JSON")
    _add_engine_options(parser)
    parser.set_defaults(run=_plan)


def _add_adapters(commands: argparse._SubParsersAction[_CommandParser]) -> None:
    parser = commands.add_parser(
        "adapters",
        help="list the LoRA files for the transformer",
        description="List the LoRA files in a folder, and whether they fit the model.",
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, metavar="FOLDER", help="default: the adapters folder"
    )
    parser.add_argument("--json", action="store_true", help="a list of objects on stdout")
    _add_engine_options(parser)
    parser.set_defaults(run=_adapters)


def _add_doctor(commands: argparse._SubParsersAction[_CommandParser]) -> None:
    parser = commands.add_parser(
        "doctor",
        help="say what works here, how fast, and what mends the rest",
        description="Look at versions, devices, speeds, the model's plan, disks and the display. "
        "--device restricts what is measured.",
        epilog="exit codes: 0 all is well, 1 it works but something is worth mending, 2 no "
        "picture can be made, 130 interrupted",
    )
    parser.add_argument("--json", action="store_true", help="the whole page as one JSON object")
    _add_engine_options(parser)
    parser.set_defaults(run=_doctor)


def _window(options: argparse.Namespace) -> int:
    from glm_studio.display import require_display  # noqa: PLC0415 - only the window needs it

    require_display()
    with quick_imports():
        from glm_studio.window import WindowOptions, run_window  # noqa: PLC0415 - imports Qt

    return run_window(
        WindowOptions(
            None if options.model is None else model_folder(options.model),
            options.device,
            options.precision,
            _wish(options),
            options.threads,
        )
    )


def _generate(options: argparse.Namespace) -> int:
    # asyncio and rich take 0.2 s
    from glm_studio.generate import Order, generate  # noqa: PLC0415
    from glm_studio.library.metadata import read_recipe  # noqa: PLC0415

    prompt = _read_stdin() if options.prompt == "-" else options.prompt
    order = Order(
        prompt=prompt,
        model=_model(options),
        device=options.device or AUTO,
        precision=options.precision,
        size=options.size,
        steps=options.steps,
        guidance=options.guidance,
        seed=options.seed,
        composition_seed=options.composition_seed,
        composition=read_recipe(options.composition) if options.composition else None,
        vary=options.vary,
        count=options.count,
        output=options.output,
        overwrite=options.overwrite,
        references=tuple(options.reference),
        adapters=tuple(options.adapter),
        preview=PreviewPolicy(composition=COMPOSITION_PREVIEW[options.composition_preview]),
        plan=_wish(options),
        threads=options.threads,
        labelling=asked_labelling(options),
        keep=options.metadata,
    )
    return generate(order, options.json)


def _plan(options: argparse.Namespace) -> int:
    from glm_studio.plan_table import show_plans  # noqa: PLC0415

    plans = make_plans(
        _model(options),
        options.size,
        options.references,
        options.device or AUTO,
        options.precision,
        _wish(options),
    )
    show_plans(plans, options.json)
    return 0


def _model(options: argparse.Namespace) -> Path:
    return model_folder(options.model or BUNDLED_MODEL)


def _wish(options: argparse.Namespace) -> PlanWish:
    wish = PlanWish(options.memory, options.place, options.store)
    check_wish(wish)
    return wish


def _read_stdin() -> str:
    """Bytes that are no UTF-8 become halves of characters, which the engine refuses in words."""
    return sys.stdin.buffer.read().decode("utf-8", "surrogateescape").strip()


def _show(options: argparse.Namespace) -> int:
    from glm_studio.show import show  # noqa: PLC0415

    return show(options.file, options.json)


def _replay(options: argparse.Namespace) -> int:
    from glm_studio.replay import ReplayOrder, replay  # noqa: PLC0415 - asyncio and rich take 0.2 s

    order = ReplayOrder(
        file=options.file,
        model=_model(options),
        device=None if options.device == AUTO else options.device,
        precision=None if options.precision == "auto" else options.precision,
        from_codes=options.from_codes,
        output=options.output,
        overwrite=options.overwrite,
        plan=_wish(options),
        threads=options.threads,
    )
    return replay(order, options.json)


def _adapters(options: argparse.Namespace) -> int:
    return list_adapters(_model(options), options.folder, options.json)


def _doctor(options: argparse.Namespace) -> int:
    from glm_studio.doctor import doctor  # noqa: PLC0415 - rich takes a tenth of a second

    question = Question(
        _model(options),
        options.device or AUTO,
        options.precision,
        _wish(options),
        options.threads,
    )
    return doctor(question, options.json)
