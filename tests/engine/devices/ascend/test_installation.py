"""Which piece of an Ascend installation is missing is said, with the command that helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.ascend_toolkit import set_env_script, toolkit_version
from engine.devices.ascend.installation import first_problem, look

CARD = {
    "sys/bus/pci/devices/0000:c1:00.0/vendor": "0x19e5\n",
    "sys/bus/pci/devices/0000:c1:00.0/class": "0x120000\n",
    "sys/bus/pci/devices/0000:c1:00.0/device": "0xd802\n",
    "sys/bus/pci/devices/0000:01:00.0/vendor": "0x19e5\n",  # a network card of Huawei's
    "sys/bus/pci/devices/0000:01:00.0/class": "0x020000\n",
}
DRIVER = {"usr/local/Ascend/driver/version.info": "Version=25.5.0\nascendhal_version=7.35.23\n"}
FIRMWARE = {"usr/local/Ascend/firmware/version.info": "Version=7.8.0.5.216\n"}
NODES = {"dev/davinci0": "", "dev/davinci_manager": "", "dev/devmm_svm": ""}
HARDWARE = CARD | DRIVER | FIRMWARE | NODES
CANN = "usr/local/Ascend/ascend-toolkit"
TOOLKIT = {
    f"{CANN}/set_env.sh": "export ASCEND_HOME_PATH=/somewhere\n",
    f"{CANN}/latest/aarch64-linux/ascend_toolkit_install.info": (
        "package_name=Ascend-cann-toolkit\nversion=9.1.0\ninnerversion=V100R001C13\n"
    ),
}
TORCH = {"torch": "2.10.0+cpu", "torch_npu": "2.10.0.post4"}


def tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def problem(root, files, torch=TORCH, sourced=False, may_open=True, **environ):
    tree(root, files)
    if sourced:
        environ["ASCEND_HOME_PATH"] = str(root / CANN / "latest")
    return first_problem(look(root, environ, torch.get, lambda _: may_open))


@pytest.mark.parametrize(
    ("files", "options", "what", "remedy"),
    [
        ({}, {"torch": {}}, "No Ascend card was found", "docs/hardware.md"),
        ({}, {}, "No Ascend card was found", "docs/hardware.md"),
        (DRIVER, {}, "No Ascend card was found", "lspci -d 19e5:"),
        (CARD, {}, "driver of the Ascend card is missing", "driver_*.run --full"),
        (CARD | DRIVER | NODES, {}, "firmware of the Ascend card is missing", "firmware_*.run"),
        (CARD | DRIVER | FIRMWARE, {}, "driver of the Ascend card is not running", "dmesg"),
        (
            CARD | DRIVER | {".dockerenv": ""},
            {},
            "not open to this container",
            "--device=/dev/davinci_manager",
        ),
        (CARD | NODES, {"container": "podman"}, "not open to this container", "driver:ro"),
        (HARDWARE, {"may_open": False}, "You may not use", "sudo usermod -a -G HwHiAiUser $USER"),
        (
            HARDWARE,
            {"torch": {"torch": "2.13.0+cpu"}},
            "torch does not know",
            "torch_npu==2.13.0.*",
        ),
        (
            HARDWARE,
            {"torch": {"torch": "2.13.0", "torch_npu": "2.12.0rc1"}},
            "torch and torch_npu do not belong together",
            "torch_npu==2.13.0.*",
        ),
        (HARDWARE, {}, "CANN is missing", "toolkit_*.run --install"),
        (HARDWARE | TOOLKIT, {}, "environment is not set", f"{CANN}/set_env.sh"),
        (
            HARDWARE | TOOLKIT | {f"{CANN}/latest/version.cfg": "version=8.2.RC1\n"},
            {"sourced": True},
            "",
            "",
        ),
    ],
)
def test_the_first_missing_piece_is_named_with_what_helps(tmp_path, files, options, what, remedy):
    found = problem(tmp_path, files, **options)
    if not what:
        assert found is None
        return
    assert what in found.what
    assert remedy in found.remedy
    assert all(text.strip() for text in (found.what, found.why, found.remedy))


def test_a_cann_that_is_too_old_is_named_with_the_one_that_fits(tmp_path):
    info = f"{CANN}/latest/aarch64-linux/ascend_toolkit_install.info"
    found = problem(tmp_path, HARDWARE | TOOLKIT | {info: "version=8.2.RC1\n"}, sourced=True)
    assert "CANN is 8.2.RC1" in found.why
    assert "CANN 9.1" in found.why


@pytest.mark.parametrize(
    ("file", "text", "version"),
    [
        ("aarch64-linux/ascend_toolkit_install.info", "version=7.0.RC1\n", "7.0.RC1"),
        ("ascend_toolkit_install.info", "package_name=x\nversion=8.5.0\n", "8.5.0"),
        ("compiler/version.info", "Version=7.6.0.1.220\n", "7.6.0.1.220"),
        (
            "version.cfg",
            "# version: 1.0\nruntime_running_version=[7.3.0.1.231:8.0.RC3]\n",
            "7.3.0.1.231",
        ),
        ("readme", "nothing", None),
    ],
)
def test_the_version_of_cann_is_read_from_whichever_file_says_it(tmp_path, file, text, version):
    assert toolkit_version(tree(tmp_path, {file: text})) == version


def test_the_newest_toolkit_of_the_system_comes_before_the_user_s(tmp_path):
    home = tree(tmp_path / "home", {"Ascend/cann/set_env.sh": ""})
    environ = {"HOME": str(home)}
    assert set_env_script(environ, tmp_path / "nothing") == home / "Ascend/cann/set_env.sh"
    base = "usr/local/Ascend"
    tree(tmp_path, {f"{base}/cann-9.1.0/set_env.sh": "", f"{base}/cann-10.0.0/set_env.sh": ""})
    assert set_env_script(environ, tmp_path) == tmp_path / base / "cann-10.0.0/set_env.sh"


def test_of_a_machine_without_any_of_it_little_is_said(tmp_path):
    found = problem(tmp_path, {}, torch={"torch": "2.13.0"})
    assert str(found).startswith(
        "No Ascend card was found. There is neither a card on the PCI bus nor its driver."
    )
