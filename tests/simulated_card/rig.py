"""The simulated Ascend cards of a test: what they are, and what happens to them.

A test of a whole program starts it in the rig's environment:

    rig = Rig(tmp_path, [Card("910B3", gib=64), Card("310P3", gib=44, health="Warning")])
    subprocess.run([...], env=rig.environment())

A test in the rig's own pytest process takes the fixtures of `conftest.py`: `rig`, with two cards
of type 910B3, or `cards(...)`, which gives the same with other cards. Then, for this process:

    rig.fault(1, 507015, after=20)     # the 21st further call on card 1 fails, and all after it
    rig.hang(0); ...; rig.release(0)   # the next call on card 0 blocks until then
    rig.vanish(0)                      # pulled out: nothing answers, npu-smi does not list it
    rig.change(0, temperature_c=91)    # what npu-smi says, and how much memory others hold
    rig.counts().blocking_download     # copies to the host that the host waited for

A process that is started afterwards meets the cards as they are then, and one that a test has
started follows the state file; there

    rig.change(1, fault=Fault(507015)), rig.change(1, hangs=True), rig.change(1, vanished=True)

do what the calls above do here. Cards are numbered as `npu-smi` does: from 0, whatever
ASCEND_RT_VISIBLE_DEVICES says. A card that failed answers no more until `rig.reset()`, which the
fixtures call after every test; on a real card only a new process helps.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Self

from .build import build

HERE = Path(__file__).parent
STATE = "SIMULATED_CARD_STATE"
"""The environment's name of the state file; set in a process that has simulated cards."""

CANN = "9.1.0"
DRIVER = "25.2.0"
FIRMWARE = "7.7.0.6.236"


@dataclass(frozen=True, slots=True)
class Fault:
    """An error to come: `code` at the call after the next `after`, in the words of `call`."""

    code: int
    after: int = 0
    call: str = "aclrtSynchronizeStreamWithTimeout"


@dataclass(frozen=True, slots=True)
class Card:
    """One device, as npu-smi shows it and as torch meets it.

    `chip` is the name after "Ascend": those that begin with 310 or 910A refuse bf16. `others_gib`
    is held by other programs. `saturates` makes operators write the largest number for infinity
    and 0 for not-a-number, as 310P, 910A and 310B do.
    """

    chip: str = "910B3"
    gib: float = 64
    others_gib: float = 0
    health: str = "OK"
    temperature_c: int = 50
    power_w: float = 98.4
    utilisation_percent: int = 0
    saturates: bool = False
    vanished: bool = False
    hangs: bool = False
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What this process asked of its devices since the last reset.

    Four kinds of waiting: `item` (one number to the host), `data_dependent` (nonzero and others
    whose result's shape only the card knows), `blocking_download` and `synchronise` (stream, event
    or device). `upload` counts copies to a device, waited for or not. `operators` counts by torch's
    names (``aten::mm``), `operations` every call on each device in the order of devices.
    """

    item: int
    data_dependent: int
    blocking_download: int
    synchronise: int
    upload: int
    operators: Mapping[str, int] = field(repr=False)
    operations: tuple[int, ...]

    @property
    def waits(self) -> int:
        """How often the host stood still for a card."""
        return self.item + self.data_dependent + self.blocking_download + self.synchronise


class Rig:
    """Up to 16 cards whose state is kept in `folder`, with a made-up driver and toolkit."""

    def __init__(self, folder: Path, cards: Sequence[Card] = (Card(),)) -> None:
        self.folder = folder
        self._state = folder / "state.json"
        self._write(cards)
        _write_driver(self.root)
        _write_toolkit(self.toolkit)

    @classmethod
    def here(cls) -> Self:
        """The rig of this process, with the cards it has now."""
        state = Path(os.environ[STATE])
        return cls(state.parent, _read(state))

    @property
    def root(self) -> Path:
        """What stands for ``/``: the driver's and firmware's files lie below it."""
        return self.folder / "root"

    @property
    def toolkit(self) -> Path:
        return self.folder / "root" / "usr" / "local" / "Ascend" / "ascend-toolkit" / "latest"

    @property
    def cards(self) -> tuple[Card, ...]:
        return _read(self._state)

    def environment(self) -> dict[str, str]:
        """The environment of a process on a machine with these cards; builds the extension."""
        paths = [str(HERE / "site"), str(build()), os.environ.get("PYTHONPATH", "")]
        return os.environ | {
            STATE: str(self._state),
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "PATH": os.pathsep.join((str(HERE / "bin"), os.environ["PATH"])),
            "ASCEND_TOOLKIT_HOME": str(self.toolkit),
            "ASCEND_HOME_PATH": str(self.toolkit),
            "TORCH_DEVICE_BACKEND_AUTOLOAD": "0",
        }

    def reset(self, cards: Sequence[Card] = (Card(), Card())) -> None:
        """Other cards, in good health, with nothing queued and nothing counted."""
        self._write(cards)
        if "torch_npu" in sys.modules:
            _native().reset()
            _machine().look()

    def change(self, number: int, **values: object) -> None:
        """Replace values of a card: what it shows, its memory, what others hold of it."""
        cards = list(self.cards)
        cards[number] = replace(cards[number], **values)
        self._write(cards)
        if "torch_npu" in sys.modules:
            _machine().configure()

    def fault(self, number: int, code: int, after: int = 0, call: str = Fault(0).call) -> None:
        """Let a further call on a card fail, and every one after it. `call` may be other words
        that torch_npu uses in its place: ``FORCE STOP``, ``HBM MULTI BIT ECC ERROR``; and after
        ``abort`` the driver ends the process."""
        _native().fault(_machine().device_of(number), code, call, after)

    def hang(self, number: int) -> None:
        """Let the next call on a card block, without Python's lock, until `release`."""
        _native().hang(_machine().device_of(number))

    def release(self, number: int) -> None:
        _native().release(_machine().device_of(number))

    def vanish(self, number: int) -> None:
        """Pull the card out. This process still counts it, as torch_npu does."""
        cards = list(self.cards)
        cards[number] = replace(cards[number], vanished=True)
        self._write(cards)
        _native().vanish(_machine().device_of(number))

    def counts(self) -> Counts:
        native = _native()
        return Counts(
            **native.counts(),
            operators=native.operator_counts(),
            operations=tuple(native.operation_counts()),
        )

    def holds_memory(self) -> bool:
        """Whether this process has tensors on any card."""
        devices = range(_native().device_count())
        return any(_native().allocated(index) for index in devices)

    def reset_counts(self) -> None:
        _native().reset_counts()

    def _write(self, cards: Sequence[Card]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self._state.with_suffix(".new")
        fresh.write_text(json.dumps({"driver": DRIVER, "cards": [asdict(card) for card in cards]}))
        fresh.replace(self._state)


def _read(state: Path) -> tuple[Card, ...]:
    cards = json.loads(state.read_text())["cards"]
    return tuple(
        Card(**(card | {"fault": Fault(**card["fault"]) if card["fault"] else None}))
        for card in cards
    )


def _native():
    return _machine().native


def _machine():
    from torch_npu import _machine

    return _machine


def _write_driver(root: Path) -> None:
    ascend = root / "usr" / "local" / "Ascend"
    texts = {
        "driver": f"Version={DRIVER}\nascendhal_version=7.35.23\naicpu_version=1.0\n"
        f"tdt_version=1.0\nlog_version=1.0\npackage_version={DRIVER}\n",
        "firmware": f"Version={FIRMWARE}\nfirmware_version=1.0\npackage_version={FIRMWARE}\n",
    }
    for part, text in texts.items():
        (ascend / part).mkdir(parents=True, exist_ok=True)
        (ascend / part / "version.info").write_text(text)


def _write_toolkit(home: Path) -> None:
    system = f"{platform.machine()}-linux"
    texts = {
        "version.cfg": "# version: 1.0\n"
        f"runtime_running_version=[{CANN}:{CANN}]\ntoolkit_running_version=[{CANN}:{CANN}]\n",
        f"{system}/ascend_toolkit_install.info": "package_name=Ascend-cann-toolkit\n"
        f"version={CANN}\narch={platform.machine()}\nos=linux\npath={home}/{system}\n",
        "runtime/version.info": f"Version={CANN}\nversion_dir={CANN}\n",
        "compiler/version.info": f"Version={CANN}\nversion_dir={CANN}\n",
    }
    for name, text in texts.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text)
