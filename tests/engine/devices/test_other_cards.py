"""Cards of other makers: refused with the reason where they are not, read by texts of theirs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engine.devices import cuda, mlu, mps
from engine.devices.cuda import CudaDevice, CudaFamily
from engine.devices.discover import FAMILIES, find_teams, survey
from engine.devices.mlu import MluDevice, MluFamily
from engine.devices.monitor import ask
from engine.devices.mps import MpsDevice, MpsFamily
from engine.errors import DeviceError, Problem
from engine.hardware import Kind

MIB = 2**20


def machine(root: Path, *files: str, card: str = "", kind: str = "0x030200") -> Path:
    """A tree with one PCI device of the maker `card`, and empty `files`."""
    tree = dict.fromkeys(files, "")
    if card:
        folder = "sys/bus/pci/devices/0000:01:00.0"
        tree |= {f"{folder}/vendor": f"{card}\n", f"{folder}/class": f"{kind}\n"}
    for name, text in tree.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def bare(kind: type) -> object:
    """A device of a card that is not here: only what it knows of texts is used."""
    device = kind.__new__(kind)
    device.index, device.title = 0, "Card"
    return device


def test_auto_prefers_a_card_and_the_rest_keeps_its_order():
    kinds = [family.kind for family in FAMILIES]
    assert kinds == sorted(kinds, key=list(Kind).index)
    assert kinds[-1] is Kind.CPU


@pytest.mark.parametrize(
    ("family", "words"),
    [
        (CudaFamily(), "No NVIDIA card was found."),
        (MluFamily(), "No Cambricon card was found."),
        (MpsFamily(), "No Apple graphics was found."),
    ],
)
def test_what_nobody_has_is_one_calm_line(family, words):
    (sighting,) = family.sightings()
    if sighting.usable or "No " not in sighting.problem.what:
        pytest.skip(f"there is a card of the kind {family.kind} here")
    assert sighting.name == family.kind
    assert sighting.problem.what == words
    with pytest.raises(DeviceError, match=words):
        find_teams(family.kind.value)


def test_a_survey_names_every_kind():
    assert {sighting.kind for sighting in survey()} == {family.kind for family in FAMILIES}


@pytest.mark.parametrize(
    ("files", "build", "what", "remedy"),
    [
        ((), None, "The NVIDIA card has no driver.", "Install"),
        (
            ("proc/driver/nvidia/version",),
            None,
            "The NVIDIA card cannot be used by this torch.",
            "-m pip install --force-reinstall torch==",
        ),
        (("proc/driver/nvidia/version",), "12.6", "The NVIDIA card does not answer.", "nvidia-smi"),
    ],
)
def test_each_thing_that_an_nvidia_card_lacks_is_named(files, build, what, remedy, tmp_path):
    problem = cuda.missing(machine(tmp_path, *files, card="0x10de"), build)
    assert problem.what == what
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("system", "driver", "index"),
    [
        ("linux", "proc/driver/nvidia/version", "--index-url https://pypi.org/simple"),
        (
            "win32",
            "Windows/System32/nvcuda.dll",
            "--index-url https://download.pytorch.org/whl/cu130",
        ),
    ],
)
def test_a_torch_with_cuda_is_looked_for_where_there_is_one(system, driver, index, tmp_path):
    problem = cuda.missing(machine(tmp_path, driver), None, system)
    assert problem.what == "The NVIDIA card cannot be used by this torch."
    assert problem.remedy.endswith(index)


def test_a_hidden_card_says_by_what(tmp_path, monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    root = machine(tmp_path, "proc/driver/nvidia/version", card="0x10de")
    problem = cuda.missing(root, "12.6")
    assert "CUDA_VISIBLE_DEVICES is ''" in problem.why


def test_a_maker_s_sound_device_is_no_card(tmp_path):
    problem = cuda.missing(machine(tmp_path, card="0x10de", kind="0x040300"), "12.6")
    assert problem.what == "No NVIDIA card was found."


def test_a_card_that_torch_has_no_programs_for_is_refused():
    built = ["sm_75", "sm_80", "sm_90a", "compute_120"]
    assert cuda.too_old("GeForce GTX 1080", (6, 1), built).why.startswith(
        "It has compute capability 6.1;"
    )
    assert cuda.too_old("RTX 4090", (8, 9), built) is None
    assert cuda.too_old("Instinct", (9, 0), ["gfx90a"]) is None


def test_nvidia_smi_s_answer_is_read():
    (row,) = cuda.read_rows("GPU-3f1c, 570.86.15, 41, 27.31, 3, 1024, 24564\n")
    told = row.telemetry
    assert (row.uuid, row.driver) == ("GPU-3f1c", "570.86.15")
    assert (told.temperature_c, told.power_w, told.utilisation_percent) == (41, 27.31, 3)
    assert (told.used_bytes, told.total_bytes) == (1024 * MIB, 24564 * MIB)


def test_what_nvidia_smi_does_not_know_is_left_out():
    (row,) = cuda.read_rows("GPU-1, 570.86.15, 50, [N/A], [Not Supported], 10, 100\nwarning\n\n")
    assert row.telemetry.power_w is row.telemetry.utilisation_percent is None


CNMON_4 = """\
Mon Mar  4 10:00:00 2024
+------------------------------------------------------------------------------+
| CNMON v4.20.18                                                               |
+-------------------------------+----------------------+-----------------------+
| Card  VF  Name       Firmware | Inited        Driver | Util        Ecc-Error |
| Fan   Temp      Pwr:Usage/Cap |         Memory-Usage |         vMemory-Usage |
|===============================+======================+=======================|
| 0     /   MLU370-X4    v1.1.6 | On          v4.20.18 | 0%          N/A       |
|  0%   31C         29 W/ 150 W |     0 MiB/ 23308 MiB | 10240 MiB/1048576 MiB |
+-------------------------------+----------------------+-----------------------+
| 1     /   MLU370-X4    v1.1.6 | On          v4.20.18 | 12%         N/A       |
|  0%   35C         61 W/ 150 W |  2048 MiB/ 23308 MiB | 10240 MiB/1048576 MiB |
+-------------------------------+----------------------+-----------------------+
"""

CNMON_5 = """\
+------------------------------------------------------------------------------+
| CNMON v5.10.22                                               Driver v5.10.22 |
+-------------------------------+----------------------+-----------------------+
| Card  VF  Name       Firmware |               Bus-Id | Util        Ecc-Error |
| Fan   Temp      Pwr:Usage/Cap |         Memory-Usage | SR-IOV   Compute-Mode |
|===============================+======================+=======================|
| 0     /   MLU370-X8    v1.1.6 |         0000:39:00.0 | 7%                N/A |
|  0%   38C        104 W/ 250 W |   512 MiB/ 23374 MiB | N/A           Default |
+-------------------------------+----------------------+-----------------------+
"""


@pytest.mark.parametrize(
    ("text", "card", "name", "driver", "told"),
    [
        (CNMON_4, 1, "MLU370-X4", "4.20.18", (35, 61, 12, 2048 * MIB, 23308 * MIB)),
        (CNMON_5, 0, "MLU370-X8", "5.10.22", (38, 104, 7, 512 * MIB, 23374 * MIB)),
    ],
)
def test_cnmon_s_tables_are_read(text, card, name, driver, told):
    row = mlu.read_rows(text)[card]
    seen = row.telemetry
    assert (row.card, row.name, row.driver) == (card, name, driver)
    assert told == (
        seen.temperature_c, seen.power_w, seen.utilisation_percent, seen.used_bytes,
        seen.total_bytes,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", "cnmon: not found", "| 0 | broken", CNMON_5[:400]])
def test_a_table_that_is_none_has_no_cards(text):
    assert mlu.read_rows(text) == ()
    assert cuda.read_rows(text) == ()


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ((), "The Cambricon card has no driver."),
        (("dev/cambricon_ctl",), "The Cambricon card cannot be used by torch alone."),
    ],
)
def test_each_thing_that_a_cambricon_card_lacks_is_named(files, what, tmp_path):
    assert mlu.missing(machine(tmp_path, *files, card="0xcabc", kind="0x120000")).what == what


def test_an_extension_that_cannot_be_imported_is_refused_in_its_words(tmp_path, monkeypatch):
    (tmp_path / "torch_mlu.py").write_text("raise OSError('libcnrt.so: cannot open')\n")
    monkeypatch.syspath_prepend(tmp_path)
    mlu._import.cache_clear()
    try:
        problem = mlu.missing(machine(tmp_path / "root", "dev/cambricon_ctl", card="0xcabc"))
    finally:
        mlu._import.cache_clear()
        sys.modules.pop("torch_mlu", None)
    assert problem.what == "torch_mlu cannot be used."
    assert "It said: libcnrt.so: cannot open." in problem.why


@pytest.mark.parametrize(
    ("macos", "built", "available", "what"),
    [
        ("13.6", True, True, "Apple's graphics cannot be used on this system."),
        ("14.5", False, False, "Apple's graphics cannot be used by this torch."),
        ("15.1", True, False, "Apple's graphics does not answer."),
    ],
)
def test_each_thing_that_a_mac_lacks_is_named(macos, built, available, what):
    assert mps.missing("darwin", macos, built, available).what == what


def test_a_mac_that_lacks_nothing_is_usable():
    assert mps.missing("darwin", "15.1", True, True) is None


FAULTS = [
    (CudaDevice, "CUDA error: an illegal memory access was encountered\nCUDA kernel errors …"),
    (CudaDevice, "CUDA error: uncorrectable ECC error encountered"),
    (CudaDevice, "CUDA error: unspecified launch failure"),
    (CudaDevice, "cuBLAS error: CUBLAS_STATUS_EXECUTION_FAILED when calling cublasSgemm"),
    (MluDevice, "CNRT error: failed to call the driver-api function."),
    (MluDevice, "CN_INVOKE_ERROR_EXECUTED_TIMEOUT"),
    (MpsDevice, "Error: kIOGPUCommandBufferCallbackErrorSubmissionsIgnored"),
]
MEMORY = [
    (CudaDevice, "CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has …"),
    (CudaDevice, "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
    (MluDevice, "MLU out of memory. Tried to allocate 2.00 GiB (MLU 0; …)"),
    (MpsDevice, "MPS backend out of memory (MPS allocated: 7.64 GiB, max allowed: 18.13 GiB)."),
    (MpsDevice, "Insufficient Memory (kIOGPUCommandBufferCallbackErrorOutOfMemory)"),
]
HARMLESS = [
    (CudaDevice, "CUDA error: invalid device ordinal"),
    (CudaDevice, "mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)"),
    (MluDevice, "CNRT error: invalid argument."),
    (MpsDevice, "Cannot convert a MPS Tensor to float64 dtype"),
]


@pytest.mark.parametrize(("kind", "text"), FAULTS)
def test_an_error_that_ends_a_card_is_told_as_a_fault(kind, text):
    device = bare(kind)
    fault = device.fault_of(RuntimeError(text))
    assert fault is not None
    assert fault.problem.kind == "device_fault"
    assert not device.is_out_of_memory(RuntimeError(text))
    assert isinstance(fault.problem, Problem)
    assert "start it again" in fault.problem.remedy or "Restart" in fault.problem.remedy


@pytest.mark.parametrize(("kind", "text"), MEMORY)
def test_memory_that_ran_out_is_no_fault(kind, text):
    assert bare(kind).is_out_of_memory(RuntimeError(text))
    assert bare(kind).fault_of(RuntimeError(text)) is None


@pytest.mark.parametrize(("kind", "text"), HARMLESS)
def test_a_mistake_leaves_the_card_in_use(kind, text):
    assert bare(kind).fault_of(RuntimeError(text)) is None
    assert not bare(kind).is_out_of_memory(RuntimeError(text))


def test_a_program_that_is_not_there_or_hangs_says_nothing(monkeypatch):
    assert ask("a-program-that-nobody-has") == ""
    assert ask("false") == ""
    monkeypatch.setattr("engine.devices.monitor._TIMEOUT_S", 0.1)
    assert ask("sleep", "5") == ""
    assert ask("echo", "41, 27") == "41, 27\n"


def test_what_was_measured_is_found_again_though_the_maker_s_tool_is_silent(monkeypatch):
    """The driver's version is part of the fingerprint, whoever tells it."""
    answers = {"nvidia-smi": "GPU-1, 570.86.15, 50, 27, 3, 10, 100\n", "cnmon": CNMON_5}
    for kind, module, driver in ((CudaDevice, cuda, "570.86.15"), (MluDevice, mlu, "5.10.22")):
        device = bare(kind)
        device._place = "0"
        monkeypatch.setattr(module, "ask", lambda program, *_: answers[program])
        key, told = device.machine(), device.fingerprint()
        monkeypatch.setattr(module, "ask", lambda *_: "")
        assert device.machine() == key
        assert told["driver"] == driver


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("sys/module/nvidia/version", "570.86.15\n"),
        (
            "proc/driver/nvidia/version",
            "NVRM version: NVIDIA UNIX x86_64 Kernel Module  570.86.15  Thu Jan 23 22:50:36 UTC\n"
            "GCC version:  gcc version 12.3.0 (Ubuntu 12.3.0-1ubuntu1~22.04)\n",
        ),
        (
            "proc/driver/nvidia/version",
            "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.15  Release Build\n",
        ),
    ],
)
def test_nvidia_s_driver_says_its_version_in_a_file(file, text, tmp_path):
    root = machine(tmp_path, file)
    assert cuda.driver_version(root) is None
    (root / file).write_text(text)
    assert cuda.driver_version(root) == "570.86.15"
