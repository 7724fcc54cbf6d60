"""One way into every error that the documentation lists, as real as a test can make it."""

from __future__ import annotations

import errno
import gc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import torch
from PIL import Image, PngImagePlugin
from safetensors.torch import save_file

from engine.api import JobFailed
from engine.devices.ascend import extension, family, npu_smi
from engine.devices.ascend.device import AscendDevice
from engine.devices.ascend.installation import look
from engine.devices.cpu import CpuDevice
from engine.engine import Engine
from engine.errors import DeviceFaultError, Problem
from engine.glm_image import pipeline
from engine.plan import NO_WISH, PlanWish
from engine.versions import require_supported
from glm_studio.display import require_display
from glm_studio.library import imports
from glm_studio.library.export import Export, run
from glm_studio.library.metadata import read_picture
from glm_studio.library.picture import Picture
from glm_studio.library.sidecar import Marks, sidecar_of, write_marks
from glm_studio.library.store import save_as, save_picture
from glm_studio.library.trash import bring_back, throw_away
from glm_studio.replay import ReplayOrder, replay
from glm_studio.resources import resource
from glm_studio.state.memory import Memory
from glm_studio.state.studio import StudioState
from glm_studio.targets import check_target
from support.checkpoints import copy_checkpoint, edit_json, edit_tensors, write_checkpoint
from support.fakes import picture_of
from support.jobs import listen, request

NANO = resource("models", "nano")


@dataclass
class Scene:
    """What a provocation may use: a whole checkpoint, an empty folder, and pytest's tools."""

    checkpoint: Path
    folder: Path
    open_engine: Callable[..., Engine]
    patch: pytest.MonkeyPatch
    qtbot: object

    def damaged(self) -> Path:
        """A copy of the checkpoint."""
        return copy_checkpoint(self.checkpoint, self.folder / "damaged")

    def draw(self, model: Path) -> Problem:
        """What a picture with `model` fails of."""
        last = listen(self.open_engine(model).submit(request()))[-1]
        assert isinstance(last, JobFailed), last
        return last.problem


Provocation = Callable[[Scene], Problem | None]
"""Returns the problem that a job failed of, or raises the `EngineError`."""

PROVOCATIONS: dict[tuple[str, str], Provocation] = {}
"""By kind and by cause, as the documentation words it."""


def provokes(kind: str, cause: str) -> Callable[[Provocation], Provocation]:
    """Registers a provocation."""

    def register(provocation: Provocation) -> Provocation:
        PROVOCATIONS[kind, cause] = provocation
        return provocation

    return register


@provokes("request", "the model cannot draw what is asked for")
def impossible_size(scene: Scene) -> None:
    scene.open_engine(scene.checkpoint).submit(request(width=500))


@provokes("request", "a reference picture is missing or damaged")
def missing_reference(scene: Scene) -> None:
    from engine.api import ImageRef

    gone = ImageRef(str(scene.folder / "gone.png"))
    scene.open_engine(scene.checkpoint).submit(request(references=(gone,)))


@provokes("checkpoint", "a file of the model is cut short")
def truncated_safetensors(scene: Scene) -> Problem:
    model = scene.damaged()
    file = model / "transformer" / "diffusion_pytorch_model.safetensors"
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content[:-1000])
    return scene.draw(model)


@provokes("checkpoint", "a file of the model is missing")
def missing_shard(scene: Scene) -> Problem:
    model = write_checkpoint(scene.folder / "shards", shard_bytes=100_000)
    sorted((model / "vision_language_encoder").glob("*.safetensors"))[-1].unlink()
    return scene.draw(model)


@provokes("checkpoint", "the folder holds another model")
def wrong_class_in_the_index(scene: Scene) -> Problem:
    model = scene.damaged()
    edit_json(model / "model_index.json", _class_name="StableDiffusionPipeline")
    return scene.draw(model)


@provokes("checkpoint", "weights do not fit the model's configuration")
def misshapen_weights(scene: Scene) -> Problem:
    model = scene.damaged()
    edit_tensors(
        model / "vae" / "diffusion_pytorch_model.safetensors",
        lambda tensors: tensors.update({"decoder.conv_in.weight": torch.zeros(3, 3)}),
    )
    return scene.draw(model)


@provokes("adapter", "a LoRA file was made for another model")
def adapter_of_another_model(scene: Scene) -> None:
    from engine.api import Adapter

    layer = "transformer_blocks.9.attn1.to_q"
    pair = {
        f"{layer}.lora_A.weight": torch.zeros(2, 8),
        f"{layer}.lora_B.weight": torch.zeros(8, 2),
    }
    save_file(pair, scene.folder / "other.safetensors")
    adapter = Adapter(str(scene.folder / "other.safetensors"))
    scene.open_engine(scene.checkpoint).submit(request(adapters=(adapter,)))


@provokes("device", "this machine has no such device, or the program no such precision")
def unknown_device(scene: Scene) -> None:
    scene.open_engine(scene.checkpoint, device="tpu")


@provokes("device", "a card, or a piece of its software, is missing")
def no_card(scene: Scene) -> None:
    """Of a machine where nothing is installed, whatever this one has."""
    scene.patch.setattr(extension, "prepare", lambda: None)
    scene.patch.setattr(npu_smi, "listing", npu_smi.Listing)
    scene.patch.setattr(family, "look", lambda: look(scene.folder, {}, lambda _: None))
    scene.open_engine(scene.checkpoint, device="npu")


@provokes("versions", "a library has a version that does not go with the others")
def unsupported_version_pair(scene: Scene) -> None:
    """Packages are found by their metadata, the first on the path."""
    metadata = scene.folder / "diffusers-0.40.0.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text("Metadata-Version: 2.1\nName: diffusers\nVersion: 0.40.0\n")
    scene.patch.syspath_prepend(scene.folder)
    require_supported()


@provokes("out_of_memory", "memory ran out in a job, and once more with the next smaller plan")
def too_little_memory(scene: Scene) -> Problem:
    """What no machine has is asked for, so that torch's own allocator refuses."""
    scene.patch.setattr(pipeline, "denoise", lambda *_: torch.empty(1 << 60, dtype=torch.uint8))
    return scene.draw(scene.checkpoint)


@provokes(
    "device_fault",
    "a card failed in a job, and no other could do it",
)
def card_failing(scene: Scene) -> Problem:
    """In the words of torch_npu; tests/simulated_card lets whole cards fail."""
    card = AscendDevice(0, None, "Ascend910B3")
    said = "NPU function error: aclrtSynchronizeStream, error code is 507015 ERR00100 PTA call"

    def fail(*_: object) -> None:
        raise RuntimeError(said)

    scene.patch.setattr(pipeline, "denoise", fail)
    engine = scene.open_engine(scene.checkpoint)
    scene.patch.setattr(engine.lanes[0].device, "fault_of", card.fault_of)
    return listen(engine.submit(request()))[-1].problem


@provokes(
    "device_fault",
    "the process that computes on one of several cards ended, and no other could do the job",
)
def process_ending(scene: Scene) -> None:
    card = AscendDevice(0, None, "Ascend910B3")
    raise DeviceFaultError.ended(card.name, card.title, "was ended by SIGABRT")


@provokes("device_fault", "a card has been silent for minutes within a job, and there is no other")
def card_not_answering(scene: Scene) -> None:
    card = AscendDevice(0, None, "Ascend910B3")
    raise DeviceFaultError.silent(card.name, card.title)


@provokes("plan", "the model fits into the free or the allowed memory in no way")
def no_plan_fits(scene: Scene) -> Problem:
    engine = scene.open_engine(scene.checkpoint, plan=PlanWish(memory_bytes=1 << 20))
    return listen(engine.load())[-1].problem


@provokes("not_a_number", "weights are damaged, or the precision is too small for them")
def nan_weights_giving_black_pictures(scene: Scene) -> Problem:
    model = scene.damaged()

    def poison(tensors: dict[str, torch.Tensor]) -> None:
        tensors["proj_out.weight"] = torch.full_like(tensors["proj_out.weight"], torch.nan)

    edit_tensors(model / "transformer" / "diffusion_pytorch_model.safetensors", poison)
    return scene.draw(model)


@provokes("not_a_number", "numbers too large for the precision, on a card that does not say so")
def saturated_values_giving_black_pictures(scene: Scene) -> Problem:
    scene.patch.setattr(CpuDevice, "saturates", True)
    model = scene.damaged()

    def poison(tensors: dict[str, torch.Tensor]) -> None:
        """Where such a card comes to if the last layer's sum is too large."""
        tensors["proj_out.weight"] = torch.zeros_like(tensors["proj_out.weight"])
        bias = tensors["proj_out.bias"]
        tensors["proj_out.bias"] = torch.full_like(bias, torch.finfo(bias.dtype).max)

    edit_tensors(model / "transformer" / "diffusion_pytorch_model.safetensors", poison)
    return scene.draw(model)


@provokes("worker", "the thread that computes ended as it never should")
def worker_thread_dying(scene: Scene) -> Problem:
    def leave(*_: object) -> None:
        raise SystemExit(3)

    scene.patch.setattr(pipeline, "denoise", leave)
    return scene.draw(scene.checkpoint)


@provokes("worker", "that happened three times in a row")
def worker_thread_dying_again_and_again(scene: Scene) -> Problem:
    def leave(*_: object) -> None:
        raise SystemExit(3)

    scene.patch.setattr("engine.holder.open_model", leave)
    engine = scene.open_engine(scene.checkpoint)
    for _ in range(3):
        listen(engine.load())
    return listen(engine.load())[-1].problem


@provokes("closed", "a request to an engine that was closed")
def closed_engine(scene: Scene) -> None:
    engine = scene.open_engine(scene.checkpoint)
    assert engine.close(30)
    engine.load()


@provokes("unexpected", "anything else")
def unforeseen(scene: Scene) -> Problem:
    def fail(*_: object) -> None:
        raise RuntimeError("the moon is full")

    scene.patch.setattr(pipeline, "denoise", fail)
    return scene.draw(scene.checkpoint)


@provokes("display", "no display, one that does not answer, or missing system libraries")
def no_display(scene: Scene) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        scene.patch.delenv(name, raising=False)
    scene.patch.setattr("sys.platform", "linux")
    require_display()


@provokes("output", "the file for the picture cannot be used")
def output_that_is_there(scene: Scene) -> None:
    target = scene.folder / "mine.png"
    target.touch()
    check_target(target, overwrite=False)


@provokes("save", "the disk is full, or refuses a finished picture otherwise")
def disk_full(scene: Scene) -> None:
    """The device that is always full stands in for the new file."""
    full = Path("/dev/full").open
    scene.patch.setattr(Path, "open", lambda *_: full("wb"))
    save_picture(picture_of(request()), scene.folder)


@provokes("picture", "a file to be read back is missing or is no whole picture")
def picture_cut_short(scene: Scene) -> None:
    file = save_as(picture_of(request()), scene.folder / "half.png", overwrite=False)
    file.write_bytes(file.read_bytes()[:100])
    read_picture(file)


@provokes("sidecar", "the file beside a picture that holds its rating, tags and boards is damaged")
def sidecar_cut_short(scene: Scene) -> None:
    picture = scene.folder / "mine.png"
    sidecar_of(picture).write_text("<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF")
    write_marks(picture, Marks(rating=5))


@provokes("folder", "a folder to be imported is missing or cannot be read")
def folder_that_is_gone(scene: Scene) -> None:
    imports.check(scene.folder / "gone")


@provokes("delete", "the disk lets no picture go")
def picture_on_a_disk_that_can_only_be_read(scene: Scene) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    scene.patch.setattr("glm_studio.library.trash._to_the_system_s", lambda _path: None)
    scene.patch.setattr("shutil.move", refuse)
    file = save_as(picture_of(request()), scene.folder / "mine.png", overwrite=False)
    throw_away(read_picture(file).picture, scene.folder / "deleted")


@provokes("restore", "a deleted picture's place is taken, or the trash was emptied")
def place_of_a_deleted_picture_taken(scene: Scene) -> None:
    scene.patch.setattr("glm_studio.library.trash._to_the_system_s", lambda _path: None)
    file = save_as(picture_of(request()), scene.folder / "mine.png", overwrite=False)
    trashed = throw_away(read_picture(file).picture, scene.folder / "deleted")
    file.touch()
    bring_back(trashed)


@provokes("export", "a folder takes no copies of pictures, or a contact sheet would be too large")
def folder_that_takes_no_copies(scene: Scene) -> None:
    run([], Export(Path("/proc/exported")))


@provokes("unreadable", "a picture of the gallery cannot be opened any more")
def picture_deleted_behind_the_gallery(scene: Scene) -> Problem:
    problem = _show_a_picture_that_is_gone(scene)
    gc.collect()  # here, and not on the thread of a later engine, where Qt's objects would crash
    return problem


def _show_a_picture_that_is_gone(scene: Scene) -> Problem:
    states = StudioState(NANO, Memory(scene.folder / "window.json"))
    gone = scene.folder / "gone.png"
    states.show_picture(Picture(gone, datetime.now(UTC), 64, 64, "", None, None, None, ""))
    scene.qtbot.waitUntil(lambda: states.failures.problem is not None)
    states.background.close()
    return states.failures.problem


@provokes("replay", "another program changed the picture that a replay is compared with")
def replay_of_a_changed_picture(scene: Scene) -> None:
    file = save_as(picture_of(request()), scene.folder / "mine.png", overwrite=False)
    texts = PngImagePlugin.PngInfo()
    with Image.open(file) as picture:
        for key, text in picture.text.items():
            texts.add_itxt(key, text)
        picture.resize((64, 64)).save(file, pnginfo=texts)
    replay(ReplayOrder(file, NANO, "cpu", "fp32", False, None, False, NO_WISH), as_json=False)
