"""Which piece of an Ascend installation is missing, told by files alone: card, driver, firmware,
permission, torch_npu, CANN, and whether CANN's environment was set.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.ascend_toolkit import set_env_script, toolkit_folder, toolkit_version
from engine.devices.files import text_of
from engine.errors import DeviceError, Problem
from engine.hardware import NOTHING_TO_DO
from engine.texts import say
from engine.versions import version_of

_HUAWEI = "0x19e5"
_ACCELERATOR = "0x1200"
"""PCI class of processing accelerators. All of Huawei's are Ascend cards: 0xd801 is the 910A,
0xd802 the 910B, 0xd803 the 910C, 0xd500 the 310P (their ids as lspci showed them to users)."""

_NODE = re.compile(r"davinci\d+")
_HARDWARE = "https://www.hiascend.com/hardware/firmware-drivers/community"
_CANN = "https://www.hiascend.com/cann/download"
_TOGETHER = {"2.9": (8, 5), "2.10": (9, 1), "2.11": (9, 1), "2.12": (9, 1), "2.13": (9, 1)}
"""torch_npu, and the first CANN that its release is made for."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What is there. `manager` is None without the device file that every program opens, and False
    if this user may not open it. `toolkit` is the CANN whose environment this process has."""

    cards_on_bus: int
    nodes: int
    manager: bool | None
    driver: str | None
    firmware: str | None
    container: bool
    toolkit: str | None
    script: Path | None
    torch: str | None
    torch_npu: str | None


def _may_open(file: Path) -> bool:
    return os.access(file, os.R_OK | os.W_OK)


def look(
    root: Path = Path("/"),
    environ: Mapping[str, str] = os.environ,
    installed: Callable[[str], str | None] = version_of,
    may_open: Callable[[Path], bool] = _may_open,
) -> Installation:
    """What is installed below `root`; takes some milliseconds."""
    base = root / "usr/local/Ascend"
    folder = toolkit_folder(environ)
    manager = root / "dev/davinci_manager"
    return Installation(
        cards_on_bus=sum(map(_is_card, root.glob("sys/bus/pci/devices/*"))),
        nodes=sum(bool(_NODE.fullmatch(file.name)) for file in root.glob("dev/davinci*")),
        manager=may_open(manager) if manager.exists() else None,
        driver=driver_version(root),
        firmware=_version_of(base / "firmware/version.info"),
        container=_in_container(root, environ),
        toolkit=None if folder is None else toolkit_version(folder) or "of unknown version",
        script=set_env_script(environ, root),
        torch=installed("torch"),
        torch_npu=installed("torch_npu"),
    )


def driver_version(root: Path = Path("/")) -> str | None:
    """As its installer wrote it down; None where there is no driver."""
    return _version_of(root / "usr/local/Ascend/driver/version.info")


def _is_card(folder: Path) -> bool:
    vendor, kind = (text_of(folder / name) for name in ("vendor", "class"))
    return vendor == _HUAWEI and kind.startswith(_ACCELERATOR)


def _in_container(root: Path, environ: Mapping[str, str]) -> bool:
    marks = any((root / mark).exists() for mark in (".dockerenv", "run/.containerenv"))
    return marks or bool(environ.get("container") or environ.get("KUBERNETES_SERVICE_HOST"))


def _version_of(file: Path) -> str | None:
    """None without the file; installers write ``Version=24.1.0``, some in lower case."""
    text = text_of(file)
    found = re.search(r"^\s*version\s*=\s*(\S+)", text, re.IGNORECASE | re.MULTILINE)
    return found.group(1) if found else ("of unknown version" if text else None)


# What is missing, in the order in which it is installed ----------------------------------------


def first_problem(here: Installation) -> Problem | None:
    """The first piece that is missing, and the one command that mends it; None if all is there."""
    checks = (_no_card, _no_driver, _no_permission, _no_extension, _no_toolkit, _no_pair)
    return next((problem for check in checks if (problem := check(here)) is not None), None)


def _no_card(here: Installation) -> Problem | None:
    if here.cards_on_bus or here.nodes:
        return None
    if here.driver is None:
        absent = say("There is neither a card on the PCI bus nor its driver.")
        useless = say(
            "torch_npu is installed, but there is neither a card on the PCI bus nor its driver."
        )
        return _problem(
            say("No Ascend card was found."),
            useless if here.torch_npu else absent,
            say(
                "{nothing_to_do} If there should be a card, see docs/hardware.md; its "
                "driver is at {hardware}.",
                nothing_to_do=NOTHING_TO_DO,
                hardware=_HARDWARE,
            ),
        )
    return _problem(
        say("No Ascend card was found."),
        say(
            "The driver {driver} is installed, but the PCI bus has no card of Huawei's.",
            driver=here.driver,
        ),
        say("See whether the card sits in its slot and has power: lspci -d 19e5:"),
    )


def _no_driver(here: Installation) -> Problem | None:
    if here.container and (not here.nodes or here.manager is None or here.driver is None):
        return _problem(
            say("The Ascend card is not open to this container."),
            say("Its device files or its driver's folder are missing inside."),
            say(
                "Start the container with: --device=/dev/davinci0 "
                "--device=/dev/davinci_manager --device=/dev/devmm_svm "
                "--device=/dev/hisi_hdc -v "
                "/usr/local/Ascend/driver:/usr/local/Ascend/driver:ro -v "
                "/usr/local/bin/npu-smi:/usr/local/bin/npu-smi:ro"
            ),
        )
    if here.driver is None:
        return _problem(
            say("The driver of the Ascend card is missing."),
            say("A card is there, but /usr/local/Ascend/driver is not."),
            say(
                "Get it from {hardware}, and run: sudo ./Ascend-hdk-*-npu-driver_*.run --full",
                hardware=_HARDWARE,
            ),
        )
    if here.firmware is None and not here.container:
        return _problem(
            say("The firmware of the Ascend card is missing."),
            say(
                "The driver {driver} is installed, but /usr/local/Ascend/firmware is not.",
                driver=here.driver,
            ),
            say(
                "Get it from {hardware}, and run: sudo ./Ascend-hdk-*-npu-firmware_*.run --full",
                hardware=_HARDWARE,
            ),
        )
    if not here.nodes or here.manager is None:
        return _problem(
            say("The driver of the Ascend card is not running."),
            say(
                "The driver {driver} is installed, but /dev has no files of the card.",
                driver=here.driver,
            ),
            say(
                "Start the machine again; if that does not help, see: dmesg | grep -i -e "
                "drv -e ascend"
            ),
        )
    return None


def _no_permission(here: Installation) -> Problem | None:
    if here.manager:
        return None
    return _problem(
        say("You may not use the Ascend card."),
        say("/dev/davinci_manager is open to the group HwHiAiUser alone, and you are not in it."),
        say("Run: sudo usermod -a -G HwHiAiUser $USER, then log out and in again."),
    )


def _no_extension(here: Installation) -> Problem | None:
    release = _release(here.torch)
    command = say(
        "Run: {executable} -m pip install 'torch_npu=={release}.*'",
        executable=sys.executable,
        release=release,
    )
    if here.torch_npu is None:
        return _problem(
            say("torch does not know Ascend cards here."),
            say("A card and its driver are there, but torch_npu is not installed."),
            command,
        )
    if _release(here.torch_npu) != release:
        return _problem(
            say("torch and torch_npu do not belong together."),
            say(
                "torch is {torch}, but torch_npu {torch_npu} is made for torch {release}.",
                torch=here.torch,
                torch_npu=here.torch_npu,
                release=_release(here.torch_npu),
            ),
            command,
        )
    return None


def _no_toolkit(here: Installation) -> Problem | None:
    if here.toolkit is not None:
        return None
    if here.script is None:
        return _problem(
            say("CANN is missing, the toolkit of Ascend cards."),
            say(
                "torch_npu is installed, but it needs CANN's libraries, and they are "
                "neither in /usr/local/Ascend nor in ~/Ascend."
            ),
            say(
                "Get toolkit and kernels for your card from {cann}, and run: sudo "
                "./Ascend-cann-toolkit_*.run --install",
                cann=_CANN,
            ),
        )
    return _problem(
        say("CANN is installed, but its environment is not set."),
        say(
            "{parent} was found, but ASCEND_HOME_PATH does not name it.", parent=here.script.parent
        ),
        say("Run: source {script}, then start the program again from there.", script=here.script),
    )


def _no_pair(here: Installation) -> Problem | None:
    """Only for what does not work: other pairs may, and then nobody is told off."""
    toolkit = re.match(r"(\d+)\.(\d+)", here.toolkit or "")
    least = _TOGETHER.get(".".join(_release(here.torch_npu).split(".")[:2]))
    if toolkit is None or least is None or tuple(map(int, toolkit.groups())) >= least:
        return None
    wanted = ".".join(map(str, least))
    return _problem(
        say("torch_npu and CANN do not belong together."),
        say(
            "CANN is {toolkit}, but torch_npu {torch_npu} is made for CANN {wanted}.",
            toolkit=here.toolkit,
            torch_npu=here.torch_npu,
            wanted=wanted,
        ),
        say(
            "Install CANN {wanted} from {cann}: sudo ./Ascend-cann-toolkit_{wanted}*.run --install",
            wanted=wanted,
            cann=_CANN,
        ),
    )


def _release(text: str | None) -> str:
    """``2.10.0`` from ``2.10.0.post4`` and from ``2.10.0+cpu``."""
    found = re.match(r"\d+\.\d+\.\d+", text or "")
    return found.group() if found else ""


def _problem(what: str, why: str, remedy: str) -> Problem:
    return DeviceError(what, why, remedy).problem
