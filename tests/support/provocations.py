"""One way into every error that the documentation lists, as real as a test can make it."""

from __future__ import annotations

import errno
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import torch
from PIL import Image, PngImagePlugin
from PySide6.QtGui import QImage
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
from glm_studio.download.transfer import run as run_transfer
from glm_studio.library import credentials, imports, marks
from glm_studio.library.certificate_making import local_identity
from glm_studio.library.export import Export, run
from glm_studio.library.folders import Folders
from glm_studio.library.formats import Format
from glm_studio.library.library import Library
from glm_studio.library.manifest import made
from glm_studio.library.metadata import read_picture
from glm_studio.library.picture import Picture
from glm_studio.library.queue_file import QueueFile
from glm_studio.library.queue_notes import Asked, Begun, Changes
from glm_studio.library.reach import AwayError
from glm_studio.library.rebuild import rebuild
from glm_studio.library.sidecar import Marks, sidecar_of, write_marks
from glm_studio.library.store import save_as, save_picture
from glm_studio.library.trash import bring_back, throw_away
from glm_studio.models.order import Failed, Order, Report
from glm_studio.models.sources import Source
from glm_studio.replay import ReplayOrder, replay
from glm_studio.resources import resource
from glm_studio.state.memory import Memory
from glm_studio.state.preferences import ENHANCER_ADDRESS, ENHANCER_MODEL
from glm_studio.state.studio import StudioState
from glm_studio.targets import check_target
from glm_studio.ui.printing import PrintLayout, make_printer, print_picture
from support.chat_server import chat_server
from support.checkpoints import copy_checkpoint, edit_json, edit_tensors, write_checkpoint
from support.fake_hub import REPOSITORY, FakeHub
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


def download(scene: Scene, hub: FakeHub) -> Problem:
    """What a download from a hub fails of."""
    order = Order(Source.HUGGING_FACE, REPOSITORY, scene.folder / "model")
    reports: list[Report] = []
    scene.patch.setattr(time, "sleep", lambda _: None)
    run_transfer(order, hub, reports.append)
    assert isinstance(reports[-1], Failed), reports
    return reports[-1].problem


@provokes("download", "the disk has too little room for a model")
def full_disk(scene: Scene) -> Problem:
    usage = shutil.disk_usage(scene.folder)._replace(free=50_000_000)
    scene.patch.setattr(shutil, "disk_usage", lambda _: usage)
    return download(scene, FakeHub())


@provokes("download", "a file of a model arrives damaged, and once more")
def damaged_on_the_way(scene: Scene) -> Problem:
    return download(scene, FakeHub(damaged=True))


@provokes("download", "the address does not answer")
def nobody_answers(scene: Scene) -> Problem:
    return download(scene, FakeHub(away=True))


@provokes("download", "the model is gated or private")
def gated(scene: Scene) -> Problem:
    return download(scene, FakeHub(refuses=True))


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


@provokes("print", "the printer takes no page, or the folder of a PDF is gone")
def print_into_a_folder_that_is_gone(scene: Scene) -> None:
    page, image = PrintLayout(), QImage(64, 64, QImage.Format.Format_RGB32)
    printer = make_printer(page, image.size(), "a picture")
    printer.setOutputFileName(str(scene.folder / "gone" / "out.pdf"))
    print_picture(printer, image, page)


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


@provokes("sidecar", "a picture was moved or deleted by another program before it was rated")
def picture_that_is_gone(scene: Scene) -> None:
    file = save_as(picture_of(request()), scene.folder / "gone.png", overwrite=False)
    picture = read_picture(file).picture
    file.unlink()
    marks.apply(picture, marks.rating(5), scene.folder / "marks")


@provokes("folder", "a folder to be imported is missing or cannot be read")
def folder_that_is_gone(scene: Scene) -> None:
    imports.check(scene.folder / "gone")


@provokes("away", "a picture is on a drive that is not connected, or that does not answer")
def rating_on_a_drive_that_is_pulled_out(scene: Scene) -> None:
    folders = Folders(*(scene.folder / name for name in ("pictures", "data", "cache", "config")))
    library = Library(folders)
    library.open()
    path = save_picture(picture_of(request()), scene.folder / "shots")
    library.add_folder(path.parent).result(10)
    path.parent.rename(scene.folder / "elsewhere")
    library.rescan().result(10)
    (failure,) = library.rate([path], 5).result(10).failed
    library.close()
    raise AwayError(path.parent, failure.problem.why)


@provokes("index", "the index is to be made anew, and its folder takes no files")
def index_where_a_file_is_in_the_way(scene: Scene) -> None:
    (scene.folder / "data").write_text("in the way")
    folders = Folders(*(scene.folder / name for name in ("pictures", "data", "cache", "config")))
    rebuild(folders, lambda _number: None)


@provokes("delete", "the disk lets no picture go")
def picture_on_a_disk_that_can_only_be_read(scene: Scene) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    scene.patch.setattr("glm_studio.library.trash._to_the_system_s", lambda _path: None)
    scene.patch.setattr("glm_studio.library.trash.move", refuse)
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


@provokes("credentials", "the library for content credentials is not installed")
def signing_without_the_library(scene: Scene) -> None:
    scene.patch.setattr(credentials, "find_spec", lambda _name: None)
    credentials.ready_identity(credentials.Signing(scene.folder))


@provokes("credentials", "the certificate and the key are not there, expired, or no pair")
def another_certificates_key(scene: Scene) -> None:
    mine, other = (local_identity(scene.folder / name, "Anna") for name in ("mine", "other"))
    certificate = mine.key.with_name("certificate.pem")
    credentials.ready_identity(
        credentials.Signing(scene.folder, certificates=certificate, key=other.key)
    )


@provokes("credentials", "the disk takes no certificate")
def certificate_on_a_disk_that_takes_none(scene: Scene) -> None:
    (scene.folder / "taken").touch()
    credentials.ready_identity(credentials.Signing(scene.folder / "taken"))


@provokes("credentials", "the library refuses to sign with the certificate")
def key_that_is_gone_when_it_signs(scene: Scene) -> None:
    identity = local_identity(scene.folder, "Anna")
    identity.key.unlink()
    credentials.sign(b"no picture", Format.PNG, made(None), identity)


@provokes("incoming", "a file that was dropped on the window or pasted into it is no picture")
def dropped_file_that_is_no_picture(scene: Scene) -> Problem:
    file = scene.folder / "notes.jpg"
    file.write_text("no picture")
    return _said_by(scene, lambda states: states.prompt_tools.incoming.read([file]))


@provokes("snippets", "the file of snippets holds something else")
def snippets_that_are_none(scene: Scene) -> Problem:
    (scene.folder / "snippets.json").write_text("{}")
    return _said_by(scene, lambda states: states.prompt_tools.open(scene.folder))


@provokes("snippets", "the disk refuses the file of snippets")
def snippets_on_a_full_disk(scene: Scene) -> Problem:
    full = Path("/dev/full").open

    def write(states: StudioState) -> None:
        snippets = states.prompt_tools.snippets
        states.prompt_tools.open(scene.folder / "prompts")
        scene.qtbot.waitUntil(lambda: snippets._ready)
        scene.patch.setattr(Path, "open", lambda *_: full("wb"))
        snippets.add("light", "soft evening light")

    return _said_by(scene, write)


@provokes("queue", "the program ended twice in the same picture")
def picture_that_ends_the_program(scene: Scene) -> Problem:
    asked: tuple[Asked, ...] = (Asked("a", request(), "set"),)
    for _ in range(2):
        _killed(scene, Changes((*asked, Begun("a", "job"))))
        asked = ()
    return _with_its_queue(scene)


@provokes("queue", "the last session's queue is damaged")
def spoilt_queue(scene: Scene) -> Problem:
    _killed(scene, Changes((Asked("a", request(), "set"),)))
    (file,) = scene.folder.glob("queue/*.jsonl")
    file.write_bytes(file.read_bytes().replace(b"512", b"-"))
    return _with_its_queue(scene)


@provokes("queue", "the disk does not take the queue")
def queue_on_a_full_disk(scene: Scene) -> Problem:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    scene.patch.setattr("glm_studio.library.atomic.temporary_file", full)
    return _with_its_queue(scene)


def _killed(scene: Scene, changes: Changes) -> None:
    """A session that takes over what there is, writes something more, and is killed."""
    file = QueueFile(scene.folder / "queue", ())
    file.open()
    file.write(changes)
    file._lock._lock.release(force=True)


def _with_its_queue(scene: Scene) -> Problem:
    """What the next start says of it."""
    file = QueueFile(scene.folder / "queue", ())
    return _said_by(scene, lambda states: states.queue_keeper.open(file, None))


@provokes("prompt_files", "the disk refuses a template or a style")
def templates_without_a_folder(scene: Scene) -> Problem:
    def write(states: StudioState) -> None:
        (scene.folder / "templates").write_text("in the way")
        states.prompt_kit.open(scene.folder)
        states.prompt_kit.files.save_template("mine", "a cat")

    return _said_by(scene, write)


@provokes("enhancer", "what was entered is no address")
def enhancer_without_an_address(scene: Scene) -> Problem:
    return _rewriting(scene, "ftp://chat")


@provokes("enhancer", "nobody answers at the enhancer's address")
def enhancer_that_is_not_there(scene: Scene) -> Problem:
    with chat_server() as server:
        address = server.address
    return _rewriting(scene, address)


@provokes("enhancer", "the enhancer's server refuses the key")
def enhancer_with_a_wrong_key(scene: Scene) -> Problem:
    with chat_server() as server:
        server.manner, server.body = 401, '{"error": {"message": "invalid api key"}}'
        return _rewriting(scene, server.address)


@provokes("enhancer", "the enhancer's server does not know the model")
def enhancer_with_another_model(scene: Scene) -> Problem:
    with chat_server() as server:
        server.manner, server.body = 404, '{"error": "The model `glm` does not exist."}'
        return _rewriting(scene, server.address)


@provokes("enhancer", "another kind of server is at the enhancer's address")
def enhancer_that_is_a_web_page(scene: Scene) -> Problem:
    with chat_server() as server:
        server.manner = "page"
        return _rewriting(scene, server.address)


@provokes("enhancer", "the enhancer's server falls silent")
def enhancer_that_hangs(scene: Scene) -> Problem:
    scene.patch.setattr("glm_studio.prompting.chat.SILENCE_S", 0.1)
    with chat_server() as server:
        server.manner = "slow"
        return _rewriting(scene, server.address)


@provokes("enhancer", "the connection to the enhancer's server breaks")
def enhancer_that_hangs_up(scene: Scene) -> Problem:
    with chat_server() as server:
        server.manner = "drop"
        return _rewriting(scene, server.address)


def _rewriting(scene: Scene, address: str) -> Problem:
    """What the window says when a prompt cannot be rewritten."""
    with _states(scene) as states:
        states.preferences.set(ENHANCER_ADDRESS, address)
        states.preferences.set(ENHANCER_MODEL, "glm")
        states.prompt.set_text("a cat")
        enhancer = states.prompt_kit.enhancer
        enhancer.start()
        scene.qtbot.waitUntil(lambda: not enhancer.busy)
        return enhancer.problem


def _said_by(scene: Scene, act: Callable[[StudioState], None]) -> Problem:
    """What the window says after something was done with its states."""
    with _states(scene) as states:
        act(states)
        scene.qtbot.waitUntil(lambda: states.failures.problem is not None)
        return states.failures.problem


@contextmanager
def _states(scene: Scene) -> Iterator[StudioState]:
    """A window's states, whose threads end with them."""
    states = StudioState(NANO, Memory(scene.folder / "window.json"))
    try:
        yield states
    finally:
        states.close()


@provokes("unreadable", "a picture of the gallery cannot be opened any more")
def picture_deleted_behind_the_gallery(scene: Scene) -> Problem:
    gone = scene.folder / "gone.png"
    picture = Picture(gone, datetime.now(UTC), 64, 64, "", None, None, None, "")
    return _said_by(scene, lambda states: states.stage.show_picture(picture))


@provokes(
    "grid", "pictures that differ in nothing, or in more than two parameters, are to make a grid"
)
def pictures_that_are_all_alike(scene: Scene) -> Problem:
    names = (scene.folder / "one.png", scene.folder / "two.png")
    files = [save_as(picture_of(request()), name, False) for name in names]
    return _said_by(scene, lambda states: states.grid.remake_sheet(files))


@provokes("replay", "another program changed the picture that a replay is compared with")
def replay_of_a_changed_picture(scene: Scene) -> None:
    file = save_as(picture_of(request()), scene.folder / "mine.png", overwrite=False)
    texts = PngImagePlugin.PngInfo()
    with Image.open(file) as picture:
        for key, text in picture.text.items():
            texts.add_itxt(key, text)
        picture.resize((64, 64)).save(file, pnginfo=texts)
    replay(ReplayOrder(file, NANO, "cpu", "fp32", False, None, False, NO_WISH), as_json=False)
