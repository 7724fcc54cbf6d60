"""What a processor calls itself, and what it can do that matters here. No torch."""

from __future__ import annotations

import platform
import re
from pathlib import Path

from engine.devices.files import text_of

_ARM_PARTS = {
    ("0x41", "0xd08"): "Arm Cortex-A72",
    ("0x41", "0xd0c"): "Arm Neoverse N1",
    ("0x41", "0xd40"): "Arm Neoverse V1",
    ("0x41", "0xd49"): "Arm Neoverse N2",
    ("0x41", "0xd4f"): "Arm Neoverse V2",
    ("0x48", "0xd01"): "Kunpeng 920 (TaiShan v110)",
    ("0x48", "0xd02"): "Kunpeng 920 (TaiShan v120)",
    ("0x48", "0xd06"): "HiSilicon HIP12",
    ("0x70", "0x662"): "Phytium FTC662",
    ("0x70", "0x663"): "Phytium FTC663",
    ("0x70", "0x664"): "Phytium FTC664",
    ("0x70", "0x862"): "Phytium FTC862",
}
"""Implementer and part of the MIDR register, after Linux' `cputype.h` and util-linux' `lscpu`."""

_ARM_FEATURES = {"asimd", "asimdhp", "asimddp", "asimdfhm", "bf16", "i8mm", "sve", "sve2", "sme"}
_X86_FEATURES = {"avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "avx512_fp16", "amx_bf16"}
_TELLING = _ARM_FEATURES | _X86_FEATURES | {"avx_vnni", "amx_int8"}
"""Features that decide how matrices are multiplied, as `/proc/cpuinfo` writes them."""


def processor_name(root: Path = Path("/")) -> str:
    """The maker's name for people; the kinds of a mixed processor joined by ``+``."""
    text = _cpuinfo(root)
    names = _values(text, "model name") or [
        _ARM_PARTS.get((implementer, part), f"Arm processor {implementer}/{part}")
        for implementer, part in zip(
            _values(text, "CPU implementer", distinct=False),
            _values(text, "CPU part", distinct=False),
            strict=False,
        )
    ]
    tidy = [" ".join(re.sub(r"\((R|TM|tm)\)|\bCPU\b", " ", name).split()) for name in names]
    return " + ".join(dict.fromkeys(tidy)) or platform.processor() or f"{platform.machine()} CPU"


def processor_features(root: Path = Path("/")) -> tuple[str, ...]:
    """Those that decide how fast matrices are multiplied, sorted; of the first core."""
    text = _cpuinfo(root)
    words = [*_values(text, "flags")[:1], *_values(text, "Features")[:1]]
    return tuple(sorted(_TELLING.intersection(" ".join(words).split())))


def _cpuinfo(root: Path) -> str:
    return text_of(root / "proc/cpuinfo")


def _values(text: str, field: str, distinct: bool = True) -> list[str]:
    found = re.findall(rf"^{re.escape(field)}\s*:[ \t]*(.+?)\s*$", text, re.MULTILINE)
    return list(dict.fromkeys(found)) if distinct else found
