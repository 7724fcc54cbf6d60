"""Builds the simulated card's extension, once for each text of its sources and release of torch."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sysconfig
import tempfile
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
SOURCES = sorted((HERE / "native").iterdir())
DEFAULT_CACHE = HERE.parent.parent / "build" / "simulated_card"

NO_COMPILER = (
    "The simulated card cannot be built: there is no C++ compiler (g++) on this machine. "
    "Install one (apt-get install g++, or dnf install gcc-c++) and run the tests again."
)


class BuildError(Exception):
    """The extension cannot be built here; the text says why and what to do."""


def build(cache: Path = DEFAULT_CACHE) -> Path:
    """The folder with `_simulated_card` and the shim's dist-info, for `sys.path`.

    Takes half a minute the first time and nothing afterwards. Two processes that build at once each
    build for themselves, and the first to be done is the one that stays. Raises `BuildError`.
    """
    folder = cache / _key()
    if folder.exists():
        return folder
    if shutil.which("g++") is None:
        raise BuildError(NO_COMPILER)
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        built = Path(scratch) / "built"
        built.mkdir()
        _compile(built / f"_simulated_card{sysconfig.get_config_var('EXT_SUFFIX')}")
        _write_dist_info(built)
        try:
            built.rename(folder)
        except OSError:
            if not folder.exists():
                raise
    return folder


def _key() -> str:
    key = hashlib.sha256(f"{version('torch')} {sysconfig.get_config_var('EXT_SUFFIX')}".encode())
    for source in [*SOURCES, Path(__file__)]:
        key.update(source.read_bytes())
    return key.hexdigest()[:16]


def _compile(target: Path) -> None:
    from torch.utils.cpp_extension import include_paths, library_paths

    includes = [*include_paths(), sysconfig.get_path("include")]
    libraries = library_paths()
    command = [
        "g++", "-std=c++20", "-O1", "-fPIC", "-shared", "-o", str(target),
        *(str(source) for source in SOURCES if source.suffix == ".cpp"),
        *(argument for path in includes for argument in ("-isystem", path)),
        *(argument for path in libraries for argument in (f"-L{path}", f"-Wl,-rpath,{path}")),
        "-ltorch_python", "-ltorch_cpu", "-ltorch", "-lc10",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"The simulated card cannot be built: g++ says\n{done.stderr}")


def _write_dist_info(folder: Path) -> None:
    """What makes `torch_npu` an installed package: its release is torch's, as the wheel's is."""
    release = f"{version('torch').partition('+')[0]}+sim"
    info = folder / f"torch_npu-{release}.dist-info"
    info.mkdir()
    files = {
        "METADATA": f"Metadata-Version: 2.1\nName: torch_npu\nVersion: {release}\n",
        "top_level.txt": "torch_npu\n",
        "entry_points.txt": "[torch.backends]\ntorch_npu = torch_npu:_autoload\n",
        "INSTALLER": f"simulated card{os.linesep}",
    }
    for name, text in files.items():
        (info / name).write_text(text)
